// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.api.BackendState;
import io.paddock.api.InstanceState;
import io.paddock.api.StartupKind;
import io.paddock.console.fake.FakeEngines;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Values;
import io.paddock.console.verbs.ChatVerb;
import io.paddock.console.verbs.EngineUseVerb;
import io.paddock.console.verbs.EnsureVerb;
import io.paddock.console.verbs.ReleaseVerb;
import io.paddock.console.verbs.StopVerb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private final FakeKernel kernel = new FakeKernel();
    private final Choices choices = new LiveChoices(
            kernel.backendService, kernel.instanceService, kernel.endpoints, kernel.modelService, kernel.engines);
    private final Verb ensure =
            new EnsureVerb(kernel.endpoints, kernel.backendService, kernel.modelService, kernel.instanceService);

    @BeforeEach
    void fill_the_kernel() {
        kernel.backends.add(Values.backend("llamacpp", BackendState.AVAILABLE, null, StartupKind.SPAWNED));
        kernel.backends.add(
                Values.backend("ollama", BackendState.UNAVAILABLE, "gone", StartupKind.ATTACH_EXISTING_SERVICE));
        kernel.instances.add(Values.instance(Values.INSTANCE, InstanceState.READY, 1L, null, null));
        kernel.leases.add(Values.lease(Values.LEASE, "console", Duration.ofSeconds(30)));
        kernel.models.add(Values.model("paddock-demo", "llamacpp", 1L, 1L));
        kernel.models.add(Values.model("tiny", "ollama", 1L, 1L));
    }

    @Test
    void operands_offer_what_they_name() {
        assertEquals(List.of("paddock-demo", "tiny"), at(ensure, ""));
        assertEquals(List.of("tiny"), at(ensure, "t"));
        assertEquals(List.of(Values.INSTANCE), at(new StopVerb(kernel.instanceService), "llama"));
        assertEquals(List.of(Values.LEASE), at(new ReleaseVerb(kernel.endpoints), ""));
    }

    @Test
    void options_offer_their_values() {
        assertEquals(List.of("llamacpp", "ollama"), at(ensure, "", "tiny", "--backend"));
        assertEquals(List.of(), at(ensure, "", "--ttl"));
        assertEquals(List.of("paddock-demo", "tiny"), at(ensure, "", "--ttl", "5s", "--json"));
    }

    @Test
    void backend_options_are_offered_for_the_named_backend() {
        assertEquals(List.of("ctx_size="), at(ensure, "c", "--backend", "llamacpp", "--option"));
        assertEquals(List.of(), at(ensure, "", "--backend", "nobody", "--option"));
        assertEquals(5, at(ensure, "", "--option").size());
    }

    @Test
    void dashes_offer_the_options_not_given_yet() {
        assertEquals(
                List.of(
                        "--backend",
                        "--option",
                        "--instance",
                        "--no-lease",
                        "--owner",
                        "--ttl",
                        "--wait",
                        "--json",
                        "--help"),
                at(ensure, "--"));
        assertEquals(List.of("--option", "--owner"), at(ensure, "--o", "--option", "a=b", "--json"));
    }

    @Test
    void nothing_is_offered_where_nothing_may_come() {
        assertEquals(List.of(), at(ensure, "", "tiny"));
        assertEquals(List.of(), at(ensure, "-", "--"));
    }

    @Test
    void engines_are_offered_by_name() {
        kernel.engines.present.add(FakeEngines.engine("b1", false, List.of(), List.of(), null));
        assertEquals(List.of("b1"), at(new EngineUseVerb(kernel.engines), "b"));
        Choices without = new LiveChoices(
                kernel.backendService, kernel.instanceService, kernel.endpoints, kernel.modelService, null);
        assertEquals(List.of(), without.of(Choice.ENGINE, List.of()));
    }

    @Test
    void a_prompt_is_free_text_but_its_model_is_not() {
        Verb chat = new ChatVerb(kernel.endpoints, kernel.modelService);
        assertEquals(List.of("paddock-demo"), at(chat, "pad"));
        assertEquals(List.of(), at(chat, "", "paddock-demo"));
        assertEquals(
                List.of("tiny"),
                at(chat, "", "--model").stream().filter("tiny"::equals).toList());
    }

    @Test
    void models_that_do_not_come_in_time_are_not_offered() {
        kernel.modelsAnswer = new CompletableFuture<>();
        assertEquals(List.of(), at(ensure, ""));
        kernel.modelsAnswer = CompletableFuture.failedFuture(new IllegalStateException("broken"));
        assertEquals(List.of(), at(ensure, ""));
    }

    private List<String> at(Verb verb, String typed, String... before) {
        return Completion.at(verb.usage(), List.of(before), typed, choices);
    }
}
