// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LogLine;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
}
