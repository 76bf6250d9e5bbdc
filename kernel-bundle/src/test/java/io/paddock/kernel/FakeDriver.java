// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Launched;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A driver whose answers a test sets; it also notes whether it is called as the SPI promises. */
public final class FakeDriver implements InstanceDriver {
    public final Launched launched;
    public final AtomicInteger probes = new AtomicInteger();
    public final AtomicInteger checks = new AtomicInteger();
    public final AtomicInteger closes = new AtomicInteger();
    public final AtomicInteger overlaps = new AtomicInteger();
    public final List<String> lines = new CopyOnWriteArrayList<>();
    public volatile Supplier<Probe> probe;
    public volatile Supplier<Health> check = () -> new Health(HealthStatus.HEALTHY, "");
    public volatile Runnable onClose = () -> {};
    private final AtomicInteger inside = new AtomicInteger();

    public FakeDriver(Launched launched) {
        this.launched = launched;
        this.probe = () -> ready(launched.port() == 0 ? 9 : launched.port());
    }

    /** What a server on that port would be. */
    public static Probe.Ready ready(int port) {
        return new Probe.Ready(
                URI.create("http://127.0.0.1:" + port + "/v1"),
                Map.of("authorization", "Bearer s3cret"),
                Protocol.OPENAI_CHAT_COMPLETIONS,
                null,
                Map.of(),
                Map.of());
    }

    @Override
    public Probe probe(Duration budget) {
        probes.incrementAndGet();
        return alone(probe);
    }

    @Override
    public Health check(Duration budget) {
        checks.incrementAndGet();
        return alone(check);
    }

    @Override
    public void output(OutputLine line) {
        lines.add(line.text());
    }

    @Override
    public void close() {
        closes.incrementAndGet();
        alone(() -> {
            onClose.run();
            return null;
        });
    }

    private <T> T alone(Supplier<T> work) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        try {
            return work.get();
        } finally {
            inside.decrementAndGet();
        }
    }
}
