// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.testkit.FakeEngine;

/** What is wrong with a version of the fake engine's backend. */
enum Flaw {
    NONE(FakeEngine.class.getName(), "", "--first-ms", "20", "--token-ms", "10", "--tokens", "100"),
    NEVER_READY(FakeEngine.class.getName(), "", "--load-ms", "3600000"),
    CRASHES("io.paddock.itests.swap.NoSuchEngine", ""),
    GARBAGE(GarbageEngine.class.getName(), ""),
    SLOW(FakeEngine.class.getName(), "", "--first-ms", "1500", "--token-ms", "1", "--tokens", "100"),
    /** Its classes are kept when it goes. */
    STAYS(FakeEngine.class.getName(), "", "--first-ms", "20", "--token-ms", "10", "--tokens", "100"),
    DOES_NOT_RESOLVE(FakeEngine.class.getName(), "org.example.nowhere;ns=x");

    /** The class of its engine. */
    final String engine;

    /** What its bundle needs and nobody has, or nothing. */
    final String need;

    /** More arguments of the engine, with blanks between. */
    final String arguments;

    Flaw(String engine, String need, String... arguments) {
        this.engine = engine;
        this.need = need;
        this.arguments = String.join(" ", arguments);
    }
}
