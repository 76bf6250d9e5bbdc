// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private List<String> texts(String id, int tail) {
        return rig.events.log(id, tail).stream().map(LogLine::text).toList();
    }

    @Test
    void the_last_lines_of_a_process_are_kept_in_order_with_their_stream() {
        rig.with(fake.spawning("sh", "-c", "for i in 1 2 3; do echo line $i; done; echo oops >&2; exec sleep 60"));
        String id = rig.ensure("fake").instanceId();
        Rig.await("four lines", () -> texts(id, 10).size() == 4);
        assertTrue(rig.events.log(id, 10).contains(new LogLine("stderr", "oops")));
        assertEquals(
                List.of("line 1", "line 2", "line 3"),
                texts(id, 10).stream().filter(text -> !text.equals("oops")).toList());
        assertEquals(1, texts(id, 1).size());
    }

    @Test
    void secrets_of_the_launch_are_masked_for_everybody_but_the_driver() {
        LaunchSpec launch = new LaunchSpec(
                List.of("sh", "-c", "echo key=$KEY own=$OWN port=$OPEN; exec sleep 60"),
                null,
                Map.of("KEY", LaunchSpec.SECRET, "OWN", "hunter2hunter2", "OPEN", "visible"),
                Set.of("OWN"),
                SurfaceKind.LOCAL_SUBPROCESS);
        fake.plan = spec ->
                new StartupPlan.Spawn(fake.key(spec), FakeBackend.model(spec), launch, fake.timings, fake.source());
        rig.with(fake);
        String id = rig.ensure("fake").instanceId();
        Rig.await("a line", () -> !texts(id, 10).isEmpty());
        assertEquals(List.of("key=*** own=*** port=visible"), texts(id, 10));
        FakeDriver driver = fake.drivers.get(0);
        Rig.await("the driver's line", () -> !driver.lines.isEmpty());
        assertEquals("key=" + driver.launched.secret() + " own=hunter2hunter2 port=visible", driver.lines.get(0));
    }

    @Test
    void a_failed_instance_keeps_the_end_of_its_log_while_it_is_remembered() {
        rig.with(fake.spawning("sh", "-c", "for i in $(seq 1 120); do echo line $i; done; exit 3"));
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("loading");
        rig.refusal(Rig.wish("fake"));
        String id = rig.failed().instanceId();
        Rig.await("the tombstone", () -> rig.core.instances().roster().count(1) == 0);
        assertEquals(50, texts(id, 200).size());
        assertEquals(List.of("line 119", "line 120"), texts(id, 2));
    }

    @Test
    void an_instance_without_a_process_has_no_lines_and_an_unknown_one_is_not_found() {
        rig.with(fake);
        assertEquals(List.of(), rig.events.log(rig.ensure("fake").instanceId(), 10));
        assertEquals(
                ErrorCode.INSTANCE_NOT_FOUND,
                assertThrows(InferenceException.class, () -> rig.events.log("none-1", 10))
                        .code());
        InferenceException bad = assertThrows(InferenceException.class, () -> rig.events.log("none-1", 0));
        assertEquals("tail", bad.problem().field());
        assertFalse(bad.problem().detail().isBlank());
    }

    private CompletableFuture<LogPage> after(String id, long number, Duration patience) {
        return rig.events.readLog(new LogQuery(id, number, 10, patience));
    }

    @Test
    void a_log_is_followed_from_line_to_line_until_its_instance_ends() {
        rig.with(fake.spawning("sh", "-c", "echo one; read go; echo two; exec sleep 60"));
        String id = rig.ensure("fake").instanceId();
        Rig.await("a line", () -> !texts(id, 10).isEmpty());
        LogPage first = Rig.get(rig.events.readLog(LogQuery.last(id, 10)));
        assertEquals(new LogPage(List.of(new LogLine("stdout", "one")), 1, 0, false), first);
        assertEquals(new LogPage(List.of(), 1, 0, false), Rig.get(after(id, 1, Duration.ofMillis(30))));

        CompletableFuture<LogPage> next = after(id, 1, Duration.ofMinutes(1));
        assertFalse(next.isDone());
        Rig.get(rig.instances.stop(id, true)); // its input ends: that is what it waits for
        LogPage last = Rig.get(next);
        assertTrue(last.ended() || last.items().equals(List.of(new LogLine("stdout", "two"))), last.toString());
        assertEquals(new LogPage(List.of(), 7, 0, true), Rig.get(after(id, 7, Duration.ofMinutes(1))));
        assertEquals(
                ErrorCode.INSTANCE_NOT_FOUND,
                Rig.refusal(rig.events.readLog(LogQuery.last(id, 5))).code());
    }

    @Test
    void the_next_line_reaches_who_waits_for_it_at_once() {
        rig.with(fake.spawning("sh", "-c", "echo one; sleep 0.5; echo two; exec sleep 60"));
        String id = rig.ensure("fake").instanceId();
        Rig.await("a line", () -> !texts(id, 10).isEmpty());
        LogPage next = Rig.get(after(id, 1, Duration.ofMinutes(1)));
        assertEquals(new LogPage(List.of(new LogLine("stdout", "two")), 2, 0, false), next);
    }

    @Test
    void lines_that_are_no_longer_remembered_are_counted() {
        rig.with(fake.spawning("sh", "-c", "i=0; while [ $i -lt 1000 ]; do echo $i; i=$((i+1)); done; exec sleep 60"));
        String id = rig.ensure("fake").instanceId();
        Rig.await("the last line", () -> texts(id, 1).equals(List.of("999")));
        LogPage page = Rig.get(after(id, 500, Duration.ZERO));
        assertEquals("800", page.items().get(0).text());
        assertEquals(10, page.items().size());
        assertEquals(810, page.next());
        assertEquals(300, page.lost());
        assertEquals(
                ErrorCode.INVALID_VALUE,
                Rig.refusal(after(id, 1001, Duration.ZERO)).code());
    }

    @Test
    void who_follows_a_failed_instance_gets_its_last_lines_and_the_end() {
        rig.with(fake.spawning("sh", "-c", "echo one; echo two; read never; exit 3"));
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("loading");
        CompletableFuture<EnsureResult> asked = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await(
                "its line",
                () -> rig.instances.list().stream()
                        .anyMatch(one -> texts(one.instanceId(), 5).size() == 2));
        String id = rig.instances.list().get(0).instanceId();
        CompletableFuture<LogPage> next = after(id, 2, Duration.ofMinutes(1));
        Rig.await("its number", () -> rig.snapshot(id).pid() != null);
        ProcessHandle.of(rig.snapshot(id).pid()).orElseThrow().destroyForcibly();
        assertEquals(new LogPage(List.of(), 2, 0, true), Rig.get(next));
        assertEquals(ErrorCode.PROCESS_EXITED, Rig.refusal(asked).code());
        rig.failed();
        assertEquals(
                new LogPage(List.of(new LogLine("stdout", "two")), 2, 0, true),
                Rig.get(after(id, 1, Duration.ofMinutes(1))));
    }

    @Test
    void so_many_wait_for_a_line_and_no_more() {
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        String id = rig.ensure("fake").instanceId();
        List<CompletableFuture<LogPage>> waiting = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            waiting.add(after(id, 0, Duration.ofMinutes(1)));
        }
        assertEquals(
                ErrorCode.AT_CAPACITY,
                Rig.refusal(after(id, 0, Duration.ofMinutes(1))).code());
        Rig.get(rig.instances.stop(id, true));
        waiting.forEach(one -> assertTrue(Rig.get(one).ended()));
    }
}
