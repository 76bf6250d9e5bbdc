// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.console.Option;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeAliases;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.FakeSwaps;
import io.paddock.console.fake.Recorder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    static Stream<Verb> verbs() {
        FakeKernel kernel = new FakeKernel();
        return Stream.of(
                new BackendsVerb(kernel.backendService, kernel.modelService),
                new InstancesVerb(kernel.instanceService),
                new LeasesVerb(kernel.endpoints),
                new ModelsVerb(kernel.modelService),
                new EnsureVerb(kernel.endpoints, kernel.backendService, kernel.modelService, kernel.instanceService),
                new RenewVerb(kernel.endpoints),
                new ReleaseVerb(kernel.endpoints),
                new StopVerb(kernel.instanceService),
                new EnginesVerb(kernel.engines),
                new EngineAddVerb(kernel.engines),
                new EngineRemoveVerb(kernel.engines),
                new EngineUseVerb(kernel.engines),
                new SwapVerb(new FakeSwaps()),
                new SwapsVerb(new FakeSwaps()),
                new SwapModelVerb(new FakeAliases(), new FakeSwaps(), kernel.backendService),
                new AliasVerb(new FakeAliases(), kernel.modelService, kernel.backendService),
                new AliasesVerb(new FakeAliases()),
                new EventsVerb(kernel.eventService),
                new WhyVerb(kernel.eventService),
                new LogsVerb(kernel.eventService),
                new ExplainVerb(kernel.backendService),
                new ChatVerb(kernel.endpoints, kernel.modelService));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_explains_itself(Verb verb) {
        Usage usage = verb.usage();
        Recorder run = Recorder.run(verb, "--help");
        assertEquals(0, run.exit());
        assertEquals("", run.err());
        assertTrue(run.out().startsWith(usage.name() + ": "));
        assertTrue(run.out().contains("\nUsage: " + usage.line() + "\n"));
        assertTrue(run.out().contains("  > " + usage.name()), "the example calls the verb");
        usage.allOptions().forEach(option -> assertTrue(run.out().contains("\n  " + option.name()), option.name()));
        assertTrue(usage.options().contains(Option.JSON), "every verb speaks JSON");
        run.out().lines().forEach(line -> assertTrue(line.length() <= 160, line));
    }
}
