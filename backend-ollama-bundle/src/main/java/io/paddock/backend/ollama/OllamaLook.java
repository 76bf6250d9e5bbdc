// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.HealthStatus;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.Deadline;
import io.paddock.spi.Health;

/**
 * What one look at a daemon and one of its models saw. Readiness and health are two readings of the same look.
 *
 * @param health how well the model can be served, and why not
 * @param missing whether the daemon is well and has no such model
 * @param version the daemon's version, or the empty text
 * @param abilities what the daemon says the model can do
 */
record OllamaLook(Health health, boolean missing, String version, OllamaAbilities abilities) {
    static final String COLD = "cold";
    static final String LOADED = "loaded";

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
            Health none = new Health(HealthStatus.UNAVAILABLE, OllamaDaemon.missing(model));
            return new OllamaLook(none, true, "", OllamaAbilities.UNSAID);
        }
        if (!daemon.trouble(show).isEmpty()) {
            return bad(show, daemon.trouble(show));
        }
        return new OllamaLook(
                loaded(daemon, model, deadline),
                false,
                version.json().path("version").asText(),
                OllamaAbilities.of(show.json()));
    }

    boolean serves() {
        return health.status() == HealthStatus.HEALTHY;
    }

    boolean cold() {
        return serves() && health.detail().equals(COLD);
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
                return new Health(HealthStatus.HEALTHY, LOADED);
            }
        }
        return new Health(HealthStatus.HEALTHY, COLD);
    }

    private static OllamaLook bad(Answer answer, String why) {
        boolean answersSomehow = answer.came() && !answer.unauthorised();
        HealthStatus status = answersSomehow ? HealthStatus.DEGRADED : HealthStatus.UNAVAILABLE;
        return new OllamaLook(new Health(status, why), false, "", OllamaAbilities.UNSAID);
    }
}
