// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.EngineProcess;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.StopList;
import io.paddock.testkit.TokenClock;
import java.io.IOException;

/**
 * A backend that a soak replaces again and again.
 *
 * @param engine what answers, in words
 * @param artifact the name of the bundle that brings it, without what all such names begin with
 * @param backend its id
 * @param model what clients ask
 * @param preparation what comes before the runtime starts
 * @param asked what clients ask it
 */
record SoakSubject(String engine, String artifact, String backend, String model, Preparation preparation, Asked asked) {
    private static final TokenClock CLOCK = TokenClock.ofMillis(20, 5, 60);

    /** What comes before the runtime starts. */
    @FunctionalInterface
    interface Preparation {
        /** Makes an unpacked distribution ready; what it starts it adds to {@code stops}. */
        void prepare(Distribution distribution, StopList stops) throws Exception;
    }

    /** Finds the questions. */
    @FunctionalInterface
    interface Asked {
        /** Questions to a runtime that serves the model. */
        Questions of(PaddockApi api) throws IOException;
    }

    /** The bundled model in a worker of the llama.cpp backend. */
    static SoakSubject demo() {
        return new SoakSubject(
                "the bundled model in a worker",
                "llamacpp",
                "llamacpp",
                EnsurePart.MODEL,
                (distribution, stops) -> {},
                Questions::toTheDemo);
    }

    /** An engine with a fixed token clock, in a process of its own, attached by the OpenAI-compatible backend. */
    static SoakSubject clock() {
        String name = "soak";
        return new SoakSubject(
                "an attached engine with a fixed token clock",
                "openai",
                "openai-" + name,
                name,
                (distribution, stops) -> {
                    EngineProcess engine = EngineProcess.start(name, CLOCK, stops);
                    distribution.configure(
                            "io.paddock.backend.openai-" + name + ".cfg", "base_url = " + engine.baseUrl() + "\n");
                },
                api -> Questions.toTheClock(name, CLOCK.tokens()));
    }

    /** The symbolic name of its bundle. */
    String bundle() {
        return "io.paddock.backend." + artifact;
    }
}
