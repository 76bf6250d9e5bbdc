// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.HealthStatus;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Engines that are counted: some do not come up, some fall silent, none ends at once. */
final class CountedEngines {
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();

    /** An engine for {@code spec}; each key of each backend may have one at a time. */
    StartupPlan plan(FakeBackend backend, InstanceSpec spec) {
        String name = System.identityHashCode(backend) + " " + backend.key(spec);
        AtomicInteger count = running.computeIfAbsent(name, none -> new AtomicInteger());
        return new StartupPlan.Embed(backend.key(spec), FakeBackend.model(spec), backend.timings, launched -> {
            int number = starts.incrementAndGet();
            if (count.incrementAndGet() > 1) {
                complaints.add("two engines at once for " + backend.key(spec));
            }
            FakeDriver driver = new FakeDriver(launched);
            AtomicBoolean silent = new AtomicBoolean();
            driver.probe = () -> number % 4 == 3 ? new Probe.Failed("no") : FakeDriver.ready(9);
            driver.check = () ->
                    new Health(silent.getAndSet(number % 3 == 1) ? HealthStatus.UNAVAILABLE : HealthStatus.HEALTHY, "");
            driver.onClose = () -> {
                takeAMoment();
                count.decrementAndGet();
            };
            return driver;
        });
    }

    /** Another engine that did not wait for this end would be seen. */
    private static void takeAMoment() {
        try {
            boolean unused = new CountDownLatch(1).await(15, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    int running() {
        return running.values().stream().mapToInt(AtomicInteger::get).sum();
    }
}
