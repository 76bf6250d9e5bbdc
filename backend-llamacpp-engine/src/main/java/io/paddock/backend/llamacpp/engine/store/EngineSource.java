// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import java.util.SortedMap;

/** Where the engine's files come from. */
interface EngineSource {
    /** java-llama.cpp's classes by their path in a jar. */
    SortedMap<String, Content> classes();

    /** Native libraries for this platform by file name; empty when there are none. */
    SortedMap<String, Content> natives();

    /** What was searched for natives, and how to get them. */
    String howToGetNatives();
}
