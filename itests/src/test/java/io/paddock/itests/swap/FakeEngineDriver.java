// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Asks an engine's {@code /health}. */
final class FakeEngineDriver implements InstanceDriver {
    private final URI root;

    FakeEngineDriver(URI root) {
        this.root = root;
    }

    @Override
    public Probe probe(Duration budget) {
        int status = status(budget);
        return status == 200
                ? new Probe.Ready(
                        URI.create(root + "/v1"), Map.of(), Protocol.OPENAI_CHAT_COMPLETIONS, null, Map.of(), Map.of())
                : new Probe.Pending("status " + status);
    }

    @Override
    public Health check(Duration budget) {
        int status = status(budget);
        return new Health(status == 200 ? HealthStatus.HEALTHY : HealthStatus.UNAVAILABLE, "status " + status);
    }

    /** What it answers, 0 for nothing. */
    private int status(Duration budget) {
        try {
            HttpURLConnection call =
                    (HttpURLConnection) root.resolve("/health").toURL().openConnection();
            call.setConnectTimeout((int) budget.toMillis());
            call.setReadTimeout((int) budget.toMillis());
            try {
                return call.getResponseCode();
            } finally {
                call.disconnect();
            }
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void output(OutputLine line) {}

    @Override
    public void close() {}
}
