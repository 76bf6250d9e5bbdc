// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.ModelListing;
import io.paddock.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What tells about the server itself: is it alive, is it ready, which routes and models it has. */
final class StatusRoutes {
    private final Services services;
    private final WireJson json;
    private final String openApi = resource("openapi.json");
    private final long started = Instant.now().getEpochSecond();

    StatusRoutes(Services services, WireJson json) {
        this.services = services;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/healthz", call -> done(Answer.json(200, json.write(Map.of("status", "ok"))))),
                Route.open("GET", "/readyz", call -> done(readiness())),
                Route.open("GET", "/openapi.json", call -> done(new Answer(200, "application/json", openApi))),
                Route.open(
                        "GET",
                        "/v1/models",
                        call -> services.models()
                                .list()
                                .thenApply(models ->
                                        models(models.stream().map(this::model).toList()))));
    }

    /** Ready means that a backend can work; nothing is loaded to find out. */
    private Answer readiness() {
        List<BackendSnapshot> backends = services.backends().list();
        boolean ready = backends.stream().anyMatch(backend -> backend.state() == BackendState.AVAILABLE);
        Map<String, Object> states = new LinkedHashMap<>();
        backends.forEach(backend -> states.put(backend.manifest().backend(), backend.state()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", ready ? "ready" : "not ready");
        body.put("reason", ready ? null : reason(backends));
        body.put("backends", states);
        return Answer.json(ready ? 200 : 503, json.write(body));
    }

    private static String reason(List<BackendSnapshot> backends) {
        return backends.isEmpty()
                ? "no backend is registered; install one"
                : "no registered backend is available; GET /api/v1/backends tells why";
    }

    /** Of an alias it is told, beside what OpenAI tells, what it stands for. */
    private Map<String, Object> model(ModelListing model) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", model.id());
        told.put("object", "model");
        told.put("created", started);
        told.put("owned_by", model.backend());
        if (model.metadata().get("stands_for") instanceof String real) {
            told.put("stands_for", real);
        }
        return told;
    }

    private Answer models(List<Map<String, Object>> models) {
        return Answer.json(200, json.write(Map.of("object", "list", "data", models)));
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static String resource(String name) {
        try (InputStream in = StatusRoutes.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
