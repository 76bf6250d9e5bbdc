// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.Support;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.Deadline;
import io.paddock.spi.Health;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one look at a daemon and one of its models saw. Readiness and health are two readings of the same look.
 *
 * @param health how well the model can be served, and why not
 * @param version the daemon's version, or the empty text
 * @param abilities what the daemon says the model can do; empty when it says nothing
 */
record OllamaLook(Health health, String version, Set<String> abilities) {
    static final String COLD = "cold";

    /** Asks for the daemon, the model and whether it is loaded; all within the deadline. */
    static OllamaLook at(OllamaDaemon daemon, String model, Deadline deadline) {
        Answer version = daemon.version(deadline);
        if (!daemon.trouble(version).isEmpty()) {
            return bad(version, daemon.trouble(version));
        }
        if (!version.json().path("version").isTextual()) {
            return bad(version, "what answers at " + daemon.root() + " is no Ollama daemon");
        }
        Answer show = daemon.show(model, deadline);
        if (show.status() == 404) {
            return gone("model '" + model + "' is not installed; run 'ollama pull " + model + "'");
        }
        if (!daemon.trouble(show).isEmpty()) {
            return bad(show, daemon.trouble(show));
        }
        return new OllamaLook(
                loaded(daemon, model, deadline),
                version.json().path("version").asText(),
                abilities(show.json().path("capabilities")));
    }

    boolean serves() {
        return health.status() == HealthStatus.HEALTHY;
    }

    boolean cold() {
        return health.detail().equals(COLD);
    }

    /** Whether the model makes vectors and nothing else. */
    boolean embedsOnly() {
        return abilities.contains("embedding") && !abilities.contains("completion");
    }

    /** What the daemon says about what the manifest leaves unknown; nothing when it is an old one. */
    Map<Capability, Support> capabilities() {
        Map<Capability, Support> said = new EnumMap<>(Capability.class);
        if (!abilities.isEmpty()) {
            said.put(Capability.TOOL_CALLING, support("tools"));
            said.put(Capability.EMBEDDINGS, support("embedding"));
            said.put(Capability.VISION, support("vision"));
        }
        return said;
    }

    private Support support(String ability) {
        return abilities.contains(ability) ? Support.YES : Support.NO;
    }

    // A model that is installed but not loaded is served after a wait: cold, not ill.
    private static Health loaded(OllamaDaemon daemon, String model, Deadline deadline) {
        Answer running = daemon.running(deadline);
        if (running.noSuchRoute()) {
            return new Health(HealthStatus.HEALTHY, "");
        }
        if (!daemon.trouble(running).isEmpty()) {
            return bad(running, daemon.trouble(running)).health();
        }
        for (JsonNode item : running.json().path("models")) {
            if (OllamaModel.same(model, item.path("name").asText())) {
                return new Health(HealthStatus.HEALTHY, "");
            }
        }
        return new Health(HealthStatus.HEALTHY, COLD);
    }

    private static Set<String> abilities(JsonNode listed) {
        Set<String> abilities = new HashSet<>();
        listed.forEach(item -> abilities.add(item.asText()));
        return abilities;
    }

    private static OllamaLook bad(Answer answer, String why) {
        boolean answersSomehow = answer.came() && !answer.unauthorised();
        return new OllamaLook(
                new Health(answersSomehow ? HealthStatus.DEGRADED : HealthStatus.UNAVAILABLE, why), "", Set.of());
    }

    private static OllamaLook gone(String why) {
        return new OllamaLook(new Health(HealthStatus.UNAVAILABLE, why), "", Set.of());
    }
}
