// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.api.HealthStatus;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.Deadline;
import io.paddock.spi.Health;
import java.net.URI;
import java.util.List;

/**
 * What one look at a server and one of its models saw. Readiness and health are two readings of the same look.
 *
 * @param health how well the model can be served, and why not
 * @param healthRef where that can be asked again
 */
record OpenAiLook(Health health, URI healthRef) {
    private static final int NAMED_MODELS = 5;
    private static final int NAME_LENGTH = 80;

    /**
     * Asks {@code /health}, where it exists, then the list of models. A server that says it is loading is believed, even
     * if it lists its model already; a server without such a route is judged by its list alone.
     */
    static OpenAiLook at(OpenAiServer server, String model, Deadline deadline) {
        if (!server.asksHealth()) {
            return new OpenAiLook(listed(server, model, deadline), server.modelsUrl());
        }
        Answer health = server.health(deadline);
        if (!health.came()) {
            return new OpenAiLook(new Health(HealthStatus.UNAVAILABLE, server.trouble(health)), server.modelsUrl());
        }
        if (health.status() >= 500 && !health.noSuchRoute()) {
            return new OpenAiLook(new Health(HealthStatus.DEGRADED, server.trouble(health)), server.healthUrl());
        }
        // There are servers that say 200 to every path, with an error in the body.
        boolean hasHealthRoute = health.status() >= 200
                && health.status() < 300
                && !health.json().has("error");
        return new OpenAiLook(
                listed(server, model, deadline), hasHealthRoute ? server.healthUrl() : server.modelsUrl());
    }

    boolean serves() {
        return health.status() == HealthStatus.HEALTHY;
    }

    private static Health listed(OpenAiServer server, String model, Deadline deadline) {
        Answer models = server.models(deadline);
        String trouble = server.trouble(models);
        if (!trouble.isEmpty()) {
            boolean answersSomehow = models.came() && !models.unauthorised();
            return new Health(answersSomehow ? HealthStatus.DEGRADED : HealthStatus.UNAVAILABLE, trouble);
        }
        List<String> ids = OpenAiServer.ids(models);
        return ids.contains(model)
                ? new Health(HealthStatus.HEALTHY, "")
                : new Health(HealthStatus.UNAVAILABLE, "the server has no model '" + model + "'; it has " + names(ids));
    }

    // The names come from outside: not too many, not too long.
    private static String names(List<String> ids) {
        if (ids.isEmpty()) {
            return "none";
        }
        List<String> shown = ids.stream()
                .limit(NAMED_MODELS)
                .map(id -> id.substring(0, Math.min(id.length(), NAME_LENGTH)).replaceAll("\\p{Cntrl}", "?"))
                .toList();
        return String.join(", ", shown) + (ids.size() > NAMED_MODELS ? " and others" : "");
    }
}
