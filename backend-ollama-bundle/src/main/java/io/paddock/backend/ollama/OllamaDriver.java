// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.api.Protocol;
import io.paddock.backend.http.Deadline;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.Map;

/**
 * Looks at one model of a daemon, which is somebody else's. Only where it has the right to, it has the daemon pull, load
 * or unload that model.
 */
final class OllamaDriver implements InstanceDriver {
    private static final Duration LAST_CALL = Duration.ofSeconds(1);

    private final OllamaDaemon daemon;
    private final String model;
    private final OllamaRights rights;
    private final OllamaErrand pull;
    private final OllamaErrand load;
    private volatile boolean embedsOnly;

    OllamaDriver(OllamaDaemon daemon, String model, OllamaRights rights) {
        this.daemon = daemon;
        this.model = model;
        this.rights = rights;
        this.pull = new OllamaErrand(lines -> daemon.pull(model, lines));
        this.load = new OllamaErrand(lines -> daemon.load(model, embedsOnly, lines));
    }

    @Override
    public Probe probe(Duration budget) {
        if (pull.running()) {
            return pulling();
        }
        OllamaLook look = OllamaLook.at(daemon, model, Deadline.in(budget));
        if (look.missing()) {
            return missing(look.health().detail());
        }
        if (!look.serves()) {
            return new Probe.Pending(look.health().detail());
        }
        embedsOnly = look.abilities().embedsOnly();
        return rights.warmUp() && look.cold() && !load.succeeded() ? loading() : ready(look);
    }

    private Probe missing(String because) {
        if (!rights.mayPull(model)) {
            return new Probe.Pending(
                    rights.pull() ? because + "; its registry is not among pull_hosts, so it is not pulled" : because);
        }
        pull.begin();
        if (pull.running()) {
            return pulling();
        }
        String trouble = pull.trouble().isEmpty() ? "it ended the pull without the model" : pull.trouble();
        return new Probe.Failed("the daemon at " + daemon.root() + " could not pull model '" + model + "': " + trouble
                + "; try 'ollama pull " + model + "' there");
    }

    private Probe pulling() {
        String far = pull.words();
        return new Probe.Pending(
                "the daemon pulls model '" + model + "'" + (far.isEmpty() ? "" : ": " + far), pull.progress());
    }

    private Probe loading() {
        load.begin();
        return load.trouble().isEmpty()
                ? new Probe.Pending("the daemon loads model '" + model + "'")
                : new Probe.Failed(
                        "the daemon at " + daemon.root() + " could not load model '" + model + "': " + load.trouble());
    }

    private Probe ready(OllamaLook look) {
        return new Probe.Ready(
                daemon.openAiUrl(),
                daemon.headers().byName(),
                embedsOnly ? Protocol.OPENAI_EMBEDDINGS : Protocol.OPENAI_CHAT_COMPLETIONS,
                daemon.versionUrl().toString(),
                look.abilities().capabilities(),
                Map.of("root_url", daemon.root().toString(), "ollama_version", look.version()));
    }

    @Override
    public Health check(Duration budget) {
        return OllamaLook.at(daemon, model, Deadline.in(budget)).health();
    }

    @Override
    public void close() {
        pull.cancel();
        load.cancel();
        if (rights.unloads()) {
            daemon.unload(model, Deadline.in(LAST_CALL));
        }
    }

    @Override
    public String toString() {
        return "OllamaDriver[" + model + " at " + daemon.root() + "]";
    }
}
