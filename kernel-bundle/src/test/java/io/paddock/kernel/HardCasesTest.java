// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.spi.Probe;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cases that runtimes like this one have got wrong, each by its name; see {@code docs/parity.md}. */
class HardCasesTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private void shell(String line) {
        rig.with(fake.spawning("sh", "-c", line));
    }

    @Test
    void releasing_a_lease_that_never_was_neither_stops_nor_ages_an_instance() {
        fake.timings = Timings.DEFAULT.withIdleAfter(Duration.ofMillis(50));
        rig.with(fake);
        EnsureResult held = rig.ensure("fake");
        Rig.get(rig.endpoints.release("lease-00000000000000000000000000000000", "anna"));
        EnsureResult other = rig.ensure(Rig.wishOptions("fake", Map.of("ctx_size", 1)));
        Rig.get(rig.endpoints.release(other.lease().leaseRef(), "anna"));
        rig.awaitGone(other.instanceId()); // that one was idle for so long
        assertEquals(InstanceState.READY, rig.snapshot(held.instanceId()).lifecycleStatus());
    }

    @Test
    void stopping_all_reaches_an_instance_whose_probe_hangs() {
        fake.timings = Quick.timings(Duration.ofSeconds(20), Duration.ofSeconds(10));
        fake.prepare = driver -> driver.probe = () -> {
            StartTest.hang();
            return FakeDriver.ready(9);
        };
        rig.with(fake);
        CompletableFuture<EnsureResult> waiting = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await(
                "the probe",
                () -> !fake.drivers.isEmpty() && fake.drivers.get(0).probes.get() > 0);
        assertEquals(1, rig.instances.list().size(), "it is listed all the same");
        Rig.get(rig.instances.stopAll(true));
        assertEquals(ErrorCode.DRAINING, Rig.refusal(waiting).code());
        assertEquals(List.of(), rig.instances.list());
    }

    @Test
    void the_timings_of_the_plan_that_started_it_hold_for_an_instances_life() {
        Timings never = fake.timings;
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        fake.timings = never.withIdleAfter(Duration.ofMillis(20));
        EnsureResult joined = rig.ensure("fake");
        assertTrue(joined.reused());
        EnsureResult other = rig.ensure(Rig.wishOptions("fake", Map.of("ctx_size", 1)));
        for (EnsureResult one : List.of(first, joined, other)) {
            Rig.get(rig.endpoints.release(one.lease().leaseRef(), "anna"));
        }
        rig.awaitGone(other.instanceId());
        assertEquals(InstanceState.READY, rig.snapshot(first.instanceId()).lifecycleStatus());
    }

    @Test
    void a_probe_interval_beyond_the_deadline_does_not_move_the_deadline() {
        fake.timings = new Timings(
                Duration.ofMillis(80),
                Duration.ofHours(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                null);
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("loading");
        rig.with(fake);
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.READINESS_TIMEOUT, problem.code());
        assertTrue(problem.detail().contains("loading"), problem.detail());
    }

    @Test
    void an_exit_with_code_zero_before_readiness_is_a_failure_too() {
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("connection refused");
        shell("exit 0");
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.PROCESS_EXITED, problem.code());
        assertTrue(problem.detail().contains("exit code 0"), problem.detail());
    }

    @Test
    void a_child_that_closes_its_output_lives_on() {
        shell("exec >&- 2>&-; exec sleep 60");
        EnsureResult granted = rig.ensure("fake");
        Rig.await("another look at its health", () -> fake.drivers.get(0).checks.get() > 3);
        InstanceSnapshot alive = rig.snapshot(granted.instanceId());
        assertEquals(InstanceState.READY, alive.lifecycleStatus());
        Rig.get(rig.instances.stop(granted.instanceId(), true));
        assertEquals(List.of(), rig.instances.list());
    }
}
