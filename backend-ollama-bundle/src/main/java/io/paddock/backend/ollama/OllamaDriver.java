// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.api.Protocol;
import io.paddock.backend.http.Deadline;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.Map;

/** Looks at one model of a daemon. Holds nothing, so there is nothing to close: the daemon is somebody else's. */
final class OllamaDriver implements InstanceDriver {
    private final OllamaDaemon daemon;
    private final String model;

    OllamaDriver(OllamaDaemon daemon, String model) {
        this.daemon = daemon;
        this.model = model;
    }

    @Override
    public Probe probe(Duration budget) {
        OllamaLook look = OllamaLook.at(daemon, model, Deadline.in(budget));
        if (!look.serves()) {
            return new Probe.Pending(look.health().detail());
        }
        return new Probe.Ready(
                daemon.openAiUrl(),
                daemon.headers().byName(),
                look.embedsOnly() ? Protocol.OPENAI_EMBEDDINGS : Protocol.OPENAI_CHAT_COMPLETIONS,
                daemon.versionUrl().toString(),
                look.capabilities(),
                Map.of("root_url", daemon.root().toString(), "ollama_version", look.version(), "cold", look.cold()));
    }

    @Override
    public Health check(Duration budget) {
        return OllamaLook.at(daemon, model, Deadline.in(budget)).health();
    }

    @Override
    public String toString() {
        return "OllamaDriver[" + model + " at " + daemon.root() + "]";
    }
}
