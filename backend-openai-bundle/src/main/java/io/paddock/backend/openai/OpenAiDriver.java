// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.backend.http.Deadline;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.Map;

/** Looks at one model of a server. Holds nothing, so there is nothing to close: the server is somebody else's. */
final class OpenAiDriver implements InstanceDriver {
    private final OpenAiServer server;
    private final String model;
    private final Protocol protocol;
    private final Map<Capability, Support> capabilities;

    OpenAiDriver(OpenAiServer server, String model, Protocol protocol, Map<Capability, Support> capabilities) {
        this.server = server;
        this.model = model;
        this.protocol = protocol;
        this.capabilities = Map.copyOf(capabilities);
    }

    @Override
    public Probe probe(Duration budget) {
        OpenAiLook look = OpenAiLook.at(server, model, Deadline.in(budget));
        if (!look.serves()) {
            return new Probe.Pending(look.health().detail());
        }
        return new Probe.Ready(
                server.base(),
                server.headers().byName(),
                protocol,
                look.healthRef().toString(),
                capabilities,
                Map.of("base_url", server.base().toString()));
    }

    @Override
    public Health check(Duration budget) {
        return OpenAiLook.at(server, model, Deadline.in(budget)).health();
    }

    @Override
    public String toString() {
        return "OpenAiDriver[" + model + " at " + server.base() + "]";
    }
}
