// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.Cause;
import io.paddock.api.CauseChain;
import io.paddock.api.Event;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceState;
import io.paddock.api.LogLine;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Recorder;
import io.paddock.console.fake.Values;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventVerbsTest {
    private final FakeKernel kernel = new FakeKernel();
    private final Verb events = new EventsVerb(kernel.eventService, ZoneOffset.UTC);
    private final Verb why = new WhyVerb(kernel.eventService, ZoneOffset.UTC);
    private final Verb logs = new LogsVerb(kernel.eventService);
    private final Verb ensure = new EnsureVerb(
            kernel.endpoints, kernel.backendService, kernel.modelService, kernel.instanceService, Values.CLOCK);

    private static final Set<EventType> NOWHERE =
            Set.of(EventType.BACKEND_REGISTERED, EventType.LEASE_RESTORED, EventType.SWAP_PHASE);

    private static Event event(long seq, EventType type, String lease, String cause, String detail) {
        return new Event(
                seq,
                Values.NOW.plusMillis(seq),
                type,
                cause,
                "asked",
                null,
                "llamacpp",
                NOWHERE.contains(type) ? null : Values.INSTANCE,
                null,
                null,
                lease,
                lease == null ? null : "run-123",
                type == EventType.SWAP_PHASE ? "swap-1a2b3c4d" : null,
                detail);
    }

    @Test
    void a_lease_that_waits_for_its_backend_is_told_without_an_instance() {
        remember(0, event(1, EventType.LEASE_RESTORED, "lease-1…", "it was kept", null));
        String printed = printed(events);
        assertTrue(printed.contains("lease-1… of run-123: it was kept"), printed);
    }

    @Test
    void a_step_of_a_swap_is_told_with_the_id_that_the_list_of_swaps_has() {
        remember(0, event(1, EventType.SWAP_PHASE, null, "load is done", null));
        String printed = printed(events);
        assertTrue(printed.contains("swap-1a2b3c4d of llamacpp: load is done"), printed);
    }

    private void remember(long lost, Event... all) {
        kernel.page = CompletableFuture.completedFuture(new EventPage(List.of(all), all[all.length - 1].seq(), lost));
    }

    private static String printed(Verb verb, String... words) {
        Recorder run = Recorder.run(verb, words);
        assertEquals("", run.err());
        assertEquals(0, run.exit());
        return run.out();
    }

    // --- events

    @Test
    void events_say_when_what_happened_to_whom_and_why() {
        remember(
                0,
                event(1, EventType.BACKEND_REGISTERED, null, "a service with this id appeared", "version 0.1.0"),
                event(2, EventType.INSTANCE_READY, null, "it answers", null),
                event(3, EventType.LEASE_GRANTED, "lease-7c1e0b\u2026", "its owner asked for it", null));
        assertEquals("""
                   SEQ  TIME          TYPE                     WHAT
                     1  03:04:05.001  backend_registered       llamacpp: a service with this id appeared (version 0.1.0)
                     2  03:04:05.002  instance_ready           llamacpp-3f9a2c81b04d-1: it answers
                     3  03:04:05.003  lease_granted            lease-7c1e0b\u2026 of run-123 on llamacpp-3f9a2c81b04d-1: its owner asked for it
                """, printed(events));
    }

    @Test
    void the_latest_events_are_shown_unless_the_line_says_after_which() {
        List<Event> all = new ArrayList<>();
        for (int i = 1; i <= 120; i++) {
            all.add(event(i, EventType.INSTANCE_READY, null, "x", null));
        }
        remember(0, all.toArray(Event[]::new));
        List<String> latest = printed(events, "--limit", "2").lines().toList();
        assertTrue(latest.get(1).startsWith("   119  "), latest.toString());
        assertEquals(3, latest.size());
        kernel.queries.clear();
        printed(events, "--after", "7", "--instance", "i-1");
        assertEquals(List.of(new EventQuery(7, 50, "i-1", null)), kernel.queries);
    }

    @Test
    void what_is_lost_is_said_where_it_is_missing() {
        remember(5, event(9, EventType.INSTANCE_READY, null, "x", null));
        assertTrue(printed(events, "--after", "3").contains("(5 events here are no longer remembered)"));
    }

    @Test
    void json_is_the_page_and_while_following_a_line_per_event() throws Exception {
        remember(5, event(9, EventType.INSTANCE_READY, null, "x", null));
        JsonNode page = new JsonMapper().readTree(printed(events, "--after", "3", "--json"));
        assertEquals(5, page.get("lost").asInt());
        assertEquals("instance_ready", page.at("/items/0/type").asText());
        assertEquals(
                Values.NOW.plusMillis(9).toEpochMilli(),
                page.at("/items/0/at_ms").asLong());
    }

    @Test
    void following_prints_what_comes_and_ends_well_at_an_interrupt() throws Exception {
        remember(0, event(1, EventType.INSTANCE_READY, null, "first", null));
        Recorder run = new Recorder();
        Thread thread = run.start(events, "--follow", "--after", "0");
        assertTrue(run.printed.await(10, TimeUnit.SECONDS));
        remember(
                0,
                event(1, EventType.INSTANCE_READY, null, "first", null),
                event(2, EventType.INSTANCE_STOPPED, null, "second", null));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!run.out().contains("second") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join(10_000);
        assertEquals(0, run.exit());
        assertEquals(1, run.out().lines().filter(line -> line.contains("first")).count());
        assertEquals(
                1, run.out().lines().filter(line -> line.contains("second")).count());
        assertEquals("", run.err());
    }

    @Test
    void numbers_out_of_range_are_not_understood() {
        for (String[] bad :
                List.of(new String[] {"--after", "-1"}, new String[] {"--after", "x"}, new String[] {"--limit", "0"})) {
            Recorder run = Recorder.run(events, bad);
            assertEquals(2, run.exit(), String.join(" ", bad));
            assertTrue(run.err().startsWith(bad[0] + ": '" + bad[1] + "' is not a whole number from "), run.err());
        }
        assertTrue(kernel.queries.isEmpty());
    }

    // --- why

    @Test
    void why_is_a_chain_from_now_to_the_first_cause() {
        kernel.chain = new CauseChain(
                "i-1",
                "i-1 is failed",
                List.of(
                        new Cause(4L, Values.NOW, "i-1 failed: its process ended with exit code 1"),
                        new Cause(3L, Values.NOW.minusSeconds(2), "i-1 was planned: 'run-123' asked for it")),
                true);
        assertEquals("""
                i-1 is failed
                     03:04:05.000  i-1 failed: its process ended with exit code 1
                  <- 03:04:03.000  i-1 was planned: 'run-123' asked for it
                """, printed(why, "i-1"));
        assertEquals(List.of("why instance i-1"), kernel.calls);
    }

    @Test
    void a_lease_is_known_by_its_ref_and_a_gap_is_said() throws Exception {
        kernel.chain = new CauseChain("l", "l is active", List.of(), false);
        assertEquals("l is active\n  <- (no longer remembered)\n", printed(why, Values.LEASE));
        assertEquals(List.of("why lease " + Values.LEASE), kernel.calls);
        assertFalse(new JsonMapper()
                .readTree(printed(why, Values.LEASE, "--json"))
                .get("complete")
                .asBoolean());
        assertEquals(2, Recorder.run(why).exit());
    }

    // --- logs

    @Test
    void logs_are_shown_line_by_line_without_steering_the_terminal() throws Exception {
        assertEquals("Nothing: its process wrote nothing, or it has none of its own.\n", printed(logs, "i-1"));
        kernel.log.add(new LogLine("stderr", "red \u001b[31m text"));
        assertEquals("stderr  red  [31m text\n", printed(logs, "i-1", "--tail", "5"));
        assertEquals(List.of("log i-1 null 100", "log i-1 null 5"), kernel.calls);
        JsonNode list = new JsonMapper().readTree(printed(logs, "i-1", "--json"));
        assertEquals("stderr", list.at("/items/0/stream").asText());
        assertEquals(2, Recorder.run(logs, "i-1", "--tail", "201").exit());
    }

    @Test
    void a_log_is_followed_until_its_process_ends() throws Exception {
        kernel.log.add(new LogLine("stdout", "one"));
        kernel.written.add(new LogLine("stdout", "two"));
        kernel.written.add(new LogLine("stderr", "three"));
        String gap = "        (3 lines here are no longer remembered)\n";
        assertEquals(
                "stdout  one\n" + gap + "stdout  two\n" + gap + "stderr  three\n" + gap,
                printed(logs, "i-1", "--follow"));
        assertEquals(List.of("log i-1 null 100", "log i-1 1 200", "log i-1 2 200", "log i-1 3 200"), kernel.calls);
        kernel.written.add(new LogLine("stdout", "two"));
        List<String> lines = printed(logs, "i-1", "--follow", "--json").lines().toList();
        assertEquals(2, lines.size(), lines.toString());
        assertEquals("two", new JsonMapper().readTree(lines.get(1)).get("text").asText());
    }

    // --- ensure without a lease, and of one instance

    @Test
    void ensure_without_a_lease_only_has_the_instance_ready() throws Exception {
        kernel.startAnswer = CompletableFuture.completedFuture(new InstanceResult(
                Values.instance(Values.INSTANCE, InstanceState.READY, 1L, null, null), Values.fits(), false));
        assertEquals(
                "Instance llamacpp-3f9a2c81b04d-1 was started; it is ready and not leased.\n",
                printed(ensure, "paddock-demo", "--no-lease"));
        assertEquals(
                "ready",
                new JsonMapper()
                        .readTree(printed(ensure, "paddock-demo", "--no-lease", "--json"))
                        .at("/instance/lifecycle_status")
                        .asText());
    }

    @Test
    void ensure_of_an_instance_leases_that_one() {
        kernel.ensureAnswer = CompletableFuture.completedFuture(
                Values.granted(URI.create("http://127.0.0.1:1/v1"), "anna", Duration.ofMinutes(5)));
        String text = printed(ensure, "--instance", "i-1", "--owner", "anna", "--ttl", "5m", "--wait", "3s");
        assertTrue(text.contains("owner anna"), text);
        assertEquals(List.of("lease i-1"), kernel.calls);
        assertEquals(Duration.ofMinutes(5), kernel.leased.lease().ttl());
        assertEquals(Duration.ofSeconds(3), kernel.leased.patience());
        assertEquals(2, Recorder.run(ensure, "tiny", "--instance", "i-1").exit());
        assertEquals(
                2,
                Recorder.run(ensure, "tiny", "--no-lease", "--instance", "i-1").exit());
        assertTrue(kernel.ensured.isEmpty());
    }
}
