// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Limits;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private static EnsureRequest wish(int number) {
        return Rig.wishOptions("fake", Map.of("ctx_size", number));
    }

    @Test
    void there_are_so_many_instances_and_no_more() {
        rig.limits = new Limits(2, 4, 100, Duration.ofSeconds(1));
        rig.with(fake);
        rig.ensure(wish(1));
        EnsureResult second = rig.ensure(wish(2));
        Problem full = rig.refusal(wish(3));
        assertEquals(ErrorCode.AT_CAPACITY, full.code());
        assertNotNull(full.retryAfter());
        assertEquals(2, fake.drivers.size());
        rig.ensure(wish(2));
        Rig.get(rig.instances.stop(second.instanceId(), true));
        rig.ensure(wish(3));
    }

    @Test
    void starts_beyond_the_limit_queue_and_all_come_up() {
        rig.limits = new Limits(32, 2, 100, Duration.ofSeconds(1));
        Map<String, Boolean> starting = new ConcurrentHashMap<>();
        List<Integer> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        fake.plan = fake::embed;
        fake.prepare = driver -> {
            starting.put(driver.launched.instanceId(), true);
            seen.add(starting.size());
            driver.probe = () -> {
                if (driver.probes.get() < 5) {
                    return new Probe.Pending("loading");
                }
                starting.remove(driver.launched.instanceId());
                return FakeDriver.ready(9);
            };
        };
        rig.with(fake);
        List<CompletableFuture<EnsureResult>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked.add(rig.endpoints.ensure(wish(i)));
        }
        asked.forEach(Rig::get);
        assertTrue(seen.stream().allMatch(count -> count <= 2), seen.toString());
    }

    @Test
    void twenty_starts_at_once_bring_up_four_processes_at_a_time() {
        rig.limits = new Limits(32, 4, 100, Duration.ofSeconds(1));
        AtomicInteger starting = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        fake.spawning("sh", "-c", "exec sleep 600");
        fake.prepare = driver -> {
            seen.add(starting.incrementAndGet());
            driver.probe = () -> {
                if (starting.get() < 4 && seen.size() <= 16) {
                    return new Probe.Pending("loading until all others that may start have begun");
                }
                starting.decrementAndGet();
                return FakeDriver.ready(9);
            };
        };
        rig.with(fake);
        List<CompletableFuture<EnsureResult>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(rig.endpoints.ensure(wish(i)));
        }
        assertEquals(
                20,
                asked.stream().map(one -> Rig.get(one).instanceId()).distinct().count());
        assertEquals(20, seen.size());
        assertEquals(4, Collections.max(seen), seen.toString());
        List<ProcessHandle> processes = rig.instances.list().stream()
                .map(one -> ProcessHandle.of(one.pid()).orElseThrow())
                .toList();
        assertEquals(20, processes.size());
        Rig.get(rig.instances.stopAll(true));
        assertTrue(processes.stream()
                .noneMatch(one -> one.isAlive() && one.info().command().isPresent()));
    }

    @Test
    void a_queued_start_that_nobody_waits_for_any_more_never_begins() {
        rig.limits = new Limits(32, 1, 100, Duration.ofSeconds(1));
        AtomicBoolean loaded = new AtomicBoolean();
        fake.plan = fake::embed;
        fake.prepare = driver -> driver.probe = () -> loaded.get() ? FakeDriver.ready(9) : new Probe.Pending("loading");
        rig.with(fake);
        CompletableFuture<EnsureResult> first = rig.endpoints.ensure(wish(1));
        Rig.await("the first start", () -> fake.drivers.size() == 1);
        EnsureRequest impatient =
                Rig.request(Rig.target("fake", Map.of("ctx_size", 2)), "anna", null, Duration.ofMillis(30));
        assertEquals(ErrorCode.WAIT_EXPIRED, rig.refusal(impatient).code());
        Rig.await("the queued one to go", () -> rig.instances.list().size() == 1);
        loaded.set(true);
        Rig.get(first);
        rig.ensure(wish(3));
        assertEquals(2, fake.drivers.size());
    }
}
