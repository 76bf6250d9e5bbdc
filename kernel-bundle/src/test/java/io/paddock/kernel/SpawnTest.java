// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpawnTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private void shell(String line) {
        rig.with(fake.spawning("sh", "-c", line));
    }

    private ProcessHandle process(String instance) {
        return ProcessHandle.of(rig.snapshot(instance).pid()).orElseThrow();
    }

    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    @Test
    void sixty_four_callers_start_one_real_process_and_its_end_is_the_kernels() {
        fake.prepare = driver -> driver.probe = () -> TinyServer.listens(driver.launched.port())
                ? FakeDriver.ready(driver.launched.port())
                : new Probe.Pending("connection refused");
        rig.with(fake.spawning(TinyServer.command()));
        ExecutorService callers = Executors.newFixedThreadPool(64);
        List<CompletableFuture<EnsureResult>> asked = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            asked.add(CompletableFuture.supplyAsync(() -> rig.ensure("fake"), callers));
        }
        List<EnsureResult> results = asked.stream().map(Rig::get).toList();
        callers.shutdown();
        assertEquals(1, results.stream().filter(result -> !result.reused()).count());
        assertEquals(1, fake.drivers.size());
        int port = results.get(0).endpoint().baseUrl().getPort();
        assertTrue(TinyServer.listens(port));
        Rig.await("output", () -> fake.drivers.get(0).lines.contains("listening on " + port));
        ProcessHandle process = process(results.get(0).instanceId());
        Rig.get(rig.instances.stop(results.get(0).instanceId(), true));
        assertFalse(runs(process));
        assertTrue(rig.endpoints.leases().isEmpty());
    }

    @Test
    void an_exit_before_readiness_says_how_and_shows_the_last_lines_to_people_only() {
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("connection refused");
        shell("echo first; for i in 1 2 3 4 5; do echo /models/secret$i.gguf >&2; done; exit 3");
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.PROCESS_EXITED, problem.code());
        assertTrue(problem.detail().contains("exit code 3"), problem.detail());
        assertFalse(problem.detail().contains("/models"), "no path reaches a client");
        InstanceSnapshot failed = rig.failed();
        assertTrue(failed.detail().contains("/models/secret5.gguf"), failed.detail());
    }

    @Test
    void stopping_a_start_ends_its_process_and_answers_who_waits() {
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("loading");
        shell("exec sleep 60");
        CompletableFuture<EnsureResult> waiting = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await("the process", () -> rig.instances.list().stream().anyMatch(one -> one.pid() != null));
        InstanceSnapshot starting = rig.instances.list().get(0);
        ProcessHandle process = process(starting.instanceId());
        Rig.get(rig.instances.stop(starting.instanceId(), false));
        assertEquals(ErrorCode.DRAINING, Rig.refusal(waiting).code());
        assertFalse(runs(process));
        assertTrue(rig.instances.list().isEmpty());
    }

    @Test
    void a_process_that_ignores_the_request_is_killed() {
        shell("trap '' TERM; echo ready; while :; do sleep 0.1; done");
        String id = rig.ensure("fake").instanceId();
        ProcessHandle process = process(id);
        Rig.await("the trap", () -> fake.drivers.get(0).lines.contains("ready"));
        Rig.get(rig.instances.stop(id, true));
        assertFalse(runs(process));
        assertEquals(1, fake.drivers.get(0).closes.get());
    }

    @Test
    void a_program_that_is_missing_fails_the_launch_and_nothing_else() {
        rig.with(fake.spawning("/no/such/program"));
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.LAUNCH_FAILED, problem.code());
        assertFalse(problem.detail().contains("/no/such"), problem.detail());
        assertTrue(fake.drivers.isEmpty());
        assertEquals(InstanceState.FAILED, rig.failed().lifecycleStatus());
    }

    @Test
    void the_kernel_takes_its_processes_with_it_within_its_time() {
        fake.timings = new io.paddock.spi.Timings(
                Duration.ofSeconds(20),
                Duration.ofMillis(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                null);
        shell("trap '' TERM; echo ready; while :; do sleep 0.1; done");
        ProcessHandle process = process(rig.ensure("fake").instanceId());
        Rig.await("the trap", () -> fake.drivers.get(0).lines.contains("ready"));
        long start = System.nanoTime();
        rig.close();
        long took = System.nanoTime() - start;
        assertTrue(took < Duration.ofSeconds(8).toNanos(), "took ms: " + took / 1_000_000);
        assertFalse(runs(process));
    }

    @Test
    void a_process_that_ends_by_itself_after_its_input_is_not_killed() {
        shell("cat > /dev/null; echo goodbye");
        EnsureResult result = rig.ensure("fake");
        Rig.get(rig.endpoints.release(result.lease().leaseRef(), "anna"));
        Rig.get(rig.instances.stop(result.instanceId(), false));
        rig.awaitGone(result.instanceId());
    }
}
