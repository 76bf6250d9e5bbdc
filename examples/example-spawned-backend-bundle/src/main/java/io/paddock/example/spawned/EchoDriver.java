// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import io.paddock.example.spawned.engine.Proof;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Watches one process: readiness and health are two readings of the same look. */
final class EchoDriver implements InstanceDriver {
    private final HttpCalls calls;
    private final String model;
    private final String proof;
    private final CallHeaders headers;
    private final URI healthUrl;
    private final URI baseUrl;

    EchoDriver(HttpCalls calls, Launched launched, String model) {
        this.calls = calls;
        this.model = model;
        this.proof = Proof.of(launched.secret(), launched.port());
        this.headers = CallHeaders.none().withBearer(launched.secret());
        this.healthUrl = URI.create("http://127.0.0.1:" + launched.port() + "/health");
        this.baseUrl = URI.create("http://127.0.0.1:" + launched.port() + "/v1");
    }

    @Override
    public Probe probe(Duration budget) {
        Health seen = look(Deadline.in(budget));
        return seen.status() == HealthStatus.HEALTHY
                ? new Probe.Ready(
                        baseUrl,
                        headers.byName(),
                        Protocol.OPENAI_CHAT_COMPLETIONS,
                        healthUrl.toString(),
                        EchoBackend.CAPABILITIES,
                        Map.of())
                : new Probe.Pending(seen.detail());
    }

    @Override
    public Health check(Duration budget) {
        return look(Deadline.in(budget));
    }

    private Health look(Deadline deadline) {
        Answer health = calls.get(healthUrl, CallHeaders.none(), deadline);
        if (!health.came()) {
            return new Health(HealthStatus.UNAVAILABLE, "the engine does not answer (" + health.trouble() + ")");
        }
        if (!health.success()) {
            return new Health(HealthStatus.DEGRADED, "the engine says " + health.status() + " of itself");
        }
        // Before the key is sent: another program may have taken the port.
        if (!health.json().path("proof").asText().equals(proof)) {
            return new Health(HealthStatus.UNAVAILABLE, "another program answers on the engine's port");
        }
        return serves(calls.get(URI.create(baseUrl + "/models"), headers, deadline));
    }

    private Health serves(Answer models) {
        for (JsonNode item : models.json().path("data")) {
            if (models.success() && item.path("id").asText().equals(model)) {
                return new Health(HealthStatus.HEALTHY, "");
            }
        }
        return new Health(HealthStatus.DEGRADED, "the engine does not list the model '" + model + "'");
    }
}
