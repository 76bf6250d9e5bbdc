// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.attached;

import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.Deadline;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.Map;

/** Looks at one model of the server, and does nothing else to it. Readiness and health are two readings of one look. */
final class AttachedDriver implements InstanceDriver {
    /** What else the server can do nobody has said. */
    static final Map<Capability, Support> CAPABILITIES =
            Map.of(Capability.STREAMING, Support.YES, Capability.TOOL_CALLING, Support.UNKNOWN);

    private final AttachedServer server;
    private final String model;

    AttachedDriver(AttachedServer server, String model) {
        this.server = server;
        this.model = model;
    }

    @Override
    public Probe probe(Duration budget) {
        Health seen = check(budget);
        return seen.status() == HealthStatus.HEALTHY
                ? new Probe.Ready(
                        server.base(),
                        server.headers().byName(),
                        Protocol.OPENAI_CHAT_COMPLETIONS,
                        server.modelsUrl().toString(),
                        CAPABILITIES,
                        Map.of())
                : new Probe.Pending(seen.detail());
    }

    @Override
    public Health check(Duration budget) {
        Answer models = server.models(Deadline.in(budget));
        String trouble = server.trouble(models);
        if (!trouble.isEmpty()) {
            boolean answersSomehow = models.came() && !models.unauthorised();
            return new Health(answersSomehow ? HealthStatus.DEGRADED : HealthStatus.UNAVAILABLE, trouble);
        }
        return AttachedServer.ids(models).contains(model)
                ? new Health(HealthStatus.HEALTHY, "")
                : new Health(HealthStatus.UNAVAILABLE, "the server has no model '" + model + "'");
    }
}
