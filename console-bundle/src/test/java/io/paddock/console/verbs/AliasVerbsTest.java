// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Alias;
import io.paddock.api.ModelTarget;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeAliases;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.FakeSwaps;
import io.paddock.console.fake.Recorder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AliasVerbsTest {
    private final FakeKernel kernel = new FakeKernel();
    private final FakeAliases aliases = new FakeAliases();
    private final Verb alias = new AliasVerb(aliases, kernel.modelService, kernel.backendService);
    private final Verb list = new AliasesVerb(aliases);
    private final Verb swap = new SwapModelVerb(aliases, new FakeSwaps(), kernel.backendService);

    @Test
    void one_is_made_listed_and_removed() {
        assertTrue(Recorder.run(list).out().startsWith("No aliases."));
        Recorder made = Recorder.run(alias, "pet", "cat", "--backend", "other", "--option", "colour=black");
        assertEquals(0, made.exit(), made.err());
        assertEquals("Alias pet stands for cat colour=black on other.\n", made.out());
        assertEquals("""
                NAME  MODEL  BACKEND  OPTIONS
                pet   cat    other    colour=black
                """, Recorder.run(list).out());
        assertEquals(
                "Alias pet is removed.\n",
                Recorder.run(alias, "pet", "--remove").out());
        Recorder again = Recorder.run(alias, "pet", "--remove");
        assertEquals(1, again.exit());
        assertTrue(again.err().contains("alias_not_found"), again.err());
        assertEquals(2, Recorder.run(alias, "pet").exit());
        assertEquals(2, Recorder.run(alias, "pet", "cat", "--remove").exit());
    }

    @Test
    void a_dry_run_tells_what_would_be_done() {
        Recorder run = Recorder.run(swap, "pet", "dog", "--dry-run");
        assertEquals(0, run.exit(), run.err());
        assertEquals("""
                backend       fake
                alias         pet
                from          cat
                to            dog
                strategy      side_by_side: there is room
                expected gap  none
                instances     fake-1
                """, run.out());
    }

    @Test
    void a_swap_waits_for_its_end() {
        aliases.present.add(new Alias("pet", new ModelTarget("fake", "cat", Map.of())));
        Recorder run = Recorder.run(swap, "pet", "dog", "--option", "colour=black", "--probation", "5s");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("state         switched\n"), run.out());
        assertEquals(Map.of("colour", "black"), aliases.asked.get(0).target().options());
        assertEquals(5, aliases.asked.get(0).terms().probation().toSeconds());
    }
}
