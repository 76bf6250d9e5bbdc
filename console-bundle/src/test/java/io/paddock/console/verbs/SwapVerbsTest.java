// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeSwaps;
import io.paddock.console.fake.Recorder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwapVerbsTest {
    private final FakeSwaps swaps = new FakeSwaps();
    private final Verb swap = new SwapVerb(swaps);
    private final Verb list = new SwapsVerb(swaps, Clock.fixed(Instant.ofEpochSecond(1003), ZoneOffset.UTC));

    @Test
    void a_swap_that_is_done_shows_its_phases() {
        Recorder run = Recorder.run(swap, "fake", "next.jar");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("state         switched\n"), run.out());
        assertTrue(run.out().contains("resolve       120ms\n"), run.out());
        assertEquals(SwapTerms.DEFAULT, swaps.asked.get(0).terms());
    }

    @Test
    void one_that_was_undone_fails_and_says_why() {
        swaps.cause = Problem.of(ErrorCode.CANARY_FAILED, "fake-2 said nothing");
        Recorder run = Recorder.run(swap, "fake", "next.jar");
        assertEquals(1, run.exit());
        assertTrue(run.out().contains("rolled_back, canary"), run.out());
        assertTrue(run.out().contains("fake-2 said nothing"), run.out());
    }

    @Test
    void a_dry_run_tells_the_gap_and_begins_nothing() {
        swaps.gap = Duration.ofSeconds(4);
        Recorder run = Recorder.run(swap, "fake", "next.jar", "--dry-run");
        assertEquals(0, run.exit());
        assertEquals("""
                backend       fake
                from          fake 1.0.0
                to            fake 2.0.0
                strategy      side_by_side: there is room
                expected gap  requests wait about 4s
                instances     fake-1
                """, run.out());
    }

    @Test
    void the_terms_are_what_was_written() {
        Recorder run = Recorder.run(
                swap,
                "fake",
                "next.jar",
                "--no-wait",
                "--strategy",
                "drain_stop_start",
                "--load-within",
                "20s",
                "--canary-expects",
                "four",
                "--probation",
                "5s",
                "--slowest",
                "300ms",
                "--drain",
                "1m");
        assertEquals("Swap swap-1 has begun.\n", run.out());
        assertEquals(
                new SwapTerms(
                        SwapStrategy.DRAIN_STOP_START,
                        Duration.ofSeconds(20),
                        null,
                        "four",
                        null,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(300),
                        Duration.ofMinutes(1)),
                swaps.asked.get(0).terms());
        assertEquals(
                2,
                Recorder.run(swap, "fake", "next.jar", "--strategy", "at_once").exit());
        assertEquals(2, Recorder.run(swap, "fake").exit());
    }

    @Test
    void another_configuration_may_stand_in_place_of_a_source() {
        Recorder run = Recorder.run(
                swap, "fake", "--set", "key=a=b", "--set", "files=one", "--set", "files=two", "--unset", "folder");
        assertEquals(0, run.exit(), run.err());
        assertNull(swaps.asked.get(0).source());
        assertEquals(
                new SwapConfiguration(Map.of("key", "a=b", "files", List.of("one", "two")), List.of("folder")),
                swaps.asked.get(0).configuration());
        Recorder wrong = Recorder.run(swap, "fake", "--set", "hush");
        assertEquals(2, wrong.exit());
        assertFalse(wrong.err().contains("hush"), wrong.err());
        assertEquals(
                1, Recorder.run(swap, "fake", "--set", "a=1", "--unset", "a").exit());
    }

    @Test
    void what_cannot_be_swapped_says_why() {
        swaps.pinned = true;
        Recorder run = Recorder.run(swap, "fake", "next.jar");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("native_pinned"), run.err());
    }

    @Test
    void swaps_are_listed_and_shown() throws Exception {
        assertTrue(Recorder.run(list).out().startsWith("No swaps."));
        swaps.present.add(swaps.swap(SwapState.RUNNING, SwapPhase.LOAD));
        assertEquals("""
                ID      BACKEND/ALIAS  TO          STATE          TOOK
                swap-1  fake           fake 2.0.0  running, load    3s
                """, Recorder.run(list).out());
        assertTrue(Recorder.run(list, "swap-1").out().contains("start         under way\n"));
        assertEquals(1, Recorder.run(list, "swap-2").exit());
        assertEquals(
                "running",
                new JsonMapper()
                        .readTree(Recorder.run(list, "swap-1", "--json").out())
                        .get("state")
                        .asText());
    }
}
