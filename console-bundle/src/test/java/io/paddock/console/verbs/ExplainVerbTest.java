// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.BackendVerdict;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.EnsureAction;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.Explanation;
import io.paddock.api.Mismatch;
import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Recorder;
import io.paddock.console.fake.Values;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExplainVerbTest {
    private final FakeKernel kernel = new FakeKernel();
    private final Verb explain = new ExplainVerb(kernel.backendService);

    private static String printed(Verb verb, String... words) {
        Recorder run = Recorder.run(verb, words);
        assertEquals("", run.err());
        assertEquals(0, run.exit());
        return run.out();
    }

    private static BackendVerdict verdict(String id, String instance, Problem problem, Compatibility fit) {
        return new BackendVerdict(
                id,
                "0.1.0",
                problem != null ? EnsureAction.REFUSE : instance != null ? EnsureAction.JOIN : EnsureAction.START,
                instance,
                problem,
                BackendState.AVAILABLE,
                null,
                problem == null ? true : null,
                fit);
    }

    @Test
    void explain_shows_each_backend_with_every_mismatch() {
        Compatibility misfit = new Compatibility(
                false,
                CompatibilityReason.MISSING_CAPABILITY,
                null,
                null,
                null,
                List.of(),
                List.of("vision"),
                List.of(new Mismatch("vision", "true", "false")),
                List.of("llamacpp"),
                "manifest",
                Map.of());
        kernel.explanation = CompletableFuture.completedFuture(new Explanation(
                "tiny",
                "console",
                List.of(
                        verdict("llamacpp", Values.INSTANCE, null, Values.fits()),
                        verdict("other", null, null, Values.fits()),
                        verdict("ollama", null, Problem.of(ErrorCode.INCOMPATIBLE, "it does not fit"), misfit))));
        assertEquals("""
                BACKEND   WOULD   MODEL    INSTANCE                 WHY
                llamacpp  join    offered  llamacpp-3f9a2c81b04d-1  protocol_match
                other     start   offered  -                        protocol_match
                ollama    refuse  unknown  -                        incompatible: it does not fit
                  ^ vision: wanted true, offered false
                  ^ would fit: llamacpp
                """, printed(explain, "tiny", "--require", "vision"));
        EnsureRequest asked = kernel.explained.get(0);
        assertEquals("tiny", asked.request().modelPreference().id());
        assertEquals(Map.of(Capability.VISION, Support.YES), asked.consumer().requiredCapabilities());
        assertTrue(kernel.ensured.isEmpty());
    }

    @Test
    void explain_needs_a_name_and_takes_typed_options_of_a_backend() {
        assertEquals(2, Recorder.run(explain).exit());
        assertEquals(2, Recorder.run(explain, "tiny", "--require", "smell").exit());
        assertEquals(2, Recorder.run(explain, "tiny", "--option", "ctx_size=5").exit());
        kernel.backends.add(Values.backend("llamacpp", BackendState.AVAILABLE, null, StartupKind.SPAWNED));
        kernel.explanation = CompletableFuture.completedFuture(new Explanation(null, "console", List.of()));
        printed(explain, "--backend", "llamacpp", "--option", "ctx_size=5");
        EnsureRequest asked = kernel.explained.get(0);
        assertEquals(5L, asked.request().targetPreference().backendOptions().get("ctx_size"));
        assertNull(asked.request().modelPreference());
    }
}
