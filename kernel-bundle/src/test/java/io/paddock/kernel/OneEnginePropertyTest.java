// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Lease;
import io.paddock.kernel.instance.RestartPolicy;
import io.paddock.kernel.instance.Vigilance;
import io.paddock.spi.Health;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The whole kernel under calls in any order, with engines that fail. */
class OneEnginePropertyTest {
    @Property(tries = 25)
    void there_is_never_more_than_one_engine_for_a_key_and_everybody_is_answered(
            @ForAll @Size(min = 10, max = 60) List<@IntRange(max = 999) Integer> calls) {
        Map<Integer, AtomicInteger> engines = new ConcurrentHashMap<>();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        Rig rig = new Rig();
        try {
            rig.limits = rig.limits
                    .withRestarts(new RestartPolicy(
                            Duration.ofMillis(2),
                            Duration.ofMillis(5),
                            50,
                            Duration.ofSeconds(9),
                            Duration.ofMillis(9)))
                    .withVigilance(new Vigilance(1, Duration.ofMillis(1), Duration.ofSeconds(5)));
            rig.with(backend(engines, most));
            calls.forEach(call -> answers.add(act(rig, call)));
            answers.forEach(answer -> Rig.await("an answer", answer::isDone));
        } finally {
            rig.close();
        }
        assertTrue(most.get() <= 1, "engines at once for one key: " + most.get());
        engines.values().forEach(count -> assertEquals(0, count.get(), "an engine was left behind"));
    }

    /** Engines of one key fail to start now and then, and fall silent now and then. */
    private static FakeBackend backend(Map<Integer, AtomicInteger> engines, AtomicInteger most) {
        FakeBackend fake = new FakeBackend("fake");
        AtomicInteger starts = new AtomicInteger();
        fake.timings = Quick.timings(Duration.ofSeconds(5), Duration.ofSeconds(1));
        fake.plan = spec -> {
            int key = (Integer) spec.options().get("ctx_size");
            AtomicInteger count = engines.computeIfAbsent(key, none -> new AtomicInteger());
            return new io.paddock.spi.StartupPlan.Embed(fake.key(spec), "tiny", fake.timings, launched -> {
                int number = starts.incrementAndGet();
                most.accumulateAndGet(count.incrementAndGet(), Math::max);
                FakeDriver driver = new FakeDriver(launched);
                AtomicBoolean silent = new AtomicBoolean();
                driver.probe = () -> number % 4 == 3 ? new Probe.Failed("no") : FakeDriver.ready(9);
                driver.check = () -> new Health(
                        silent.getAndSet(number % 3 == 1) ? HealthStatus.UNAVAILABLE : HealthStatus.HEALTHY, "");
                driver.onClose = () -> {
                    takeAMoment();
                    count.decrementAndGet();
                };
                return driver;
            });
        };
        return fake;
    }

    /** An engine does not end at once; another one that did not wait for it would be seen. */
    private static void takeAMoment() {
        try {
            boolean never = new CountDownLatch(1).await(15, TimeUnit.MILLISECONDS);
            assertFalse(never);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CompletableFuture<?> act(Rig rig, int call) {
        int which = call / 6;
        List<Lease> leases = rig.endpoints.leases();
        List<InstanceSnapshot> instances = rig.instances.list();
        switch (call % 6) {
            case 0, 1, 2 -> {
                CompletableFuture<EnsureResult> asked =
                        rig.endpoints.ensure(Rig.wishOptions("fake", Map.of("ctx_size", which % 2)));
                if (which % 5 == 0) {
                    asked.cancel(true);
                }
                return asked;
            }
            case 3 -> {
                return leases.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : rig.endpoints.release(
                                leases.get(which % leases.size()).leaseRef(), "anna");
            }
            case 4 -> {
                return leases.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : rig.endpoints.renew(leases.get(which % leases.size()).leaseRef(), "anna", null);
            }
            default -> {
                return instances.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : rig.instances.stop(
                                instances.get(which % instances.size()).instanceId(), which % 2 == 0);
            }
        }
    }
}
