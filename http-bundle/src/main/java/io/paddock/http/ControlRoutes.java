// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.wire.WireJson;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The routes below {@code /api/v1} that ask for and look at backends, models and endpoints. */
final class ControlRoutes {
    private final Services services;
    private final WireJson json;
    private final RequestRules rules;
    private final URI publicBaseUrl;

    ControlRoutes(Services services, WireJson json, URI publicBaseUrl) {
        this.services = services;
        this.json = json;
        this.rules = new RequestRules(services.backends());
        this.publicBaseUrl = publicBaseUrl;
    }

    record Question(String backend, String model, ConsumerManifest consumer) {
        Question {
            Objects.requireNonNull(backend, "backend is null");
        }
    }

    List<Route> routes() {
        return List.of(
                Route.open(
                        "GET",
                        "/api/v1/backends",
                        call -> list(call, services.backends().list())),
                Route.open(
                        "GET",
                        "/api/v1/instances",
                        call -> list(call, services.instances().list())),
                Route.open(
                        "GET",
                        "/api/v1/models",
                        call -> services.models().list().thenCompose(models -> list(call, models))),
                Route.open("POST", "/api/v1/endpoints", this::ensure),
                Route.open("POST", "/api/v1/compatibility", this::compatibility),
                Route.open("POST", "/api/v1/explain", this::explain));
    }

    private CompletableFuture<Answer> ensure(Call call) {
        return call.body().thenCompose(body -> {
            EnsureRequest request = json.readEnsure(body);
            rules.check(request);
            return services.endpoints()
                    .ensure(request)
                    .thenApply(result -> Answer.json(201, json.writeEnsure(result, call.gatewayUrl(publicBaseUrl))));
        });
    }

    private CompletableFuture<Answer> compatibility(Call call) {
        return call.body().thenCompose(body -> {
            Question question = json.read(body, Question.class);
            if (question.model() != null) {
                ModelNames.check("model", question.model());
            }
            return answer(question).thenApply(fit -> Answer.json(200, json.write(fit)));
        });
    }

    private CompletableFuture<Compatibility> answer(Question question) {
        return question.model() == null
                ? CompletableFuture.completedFuture(
                        services.backends().compatibility(question.backend(), question.consumer()))
                : services.backends().compatibility(question.backend(), question.model(), question.consumer());
    }

    private CompletableFuture<Answer> explain(Call call) {
        return call.body().thenCompose(body -> {
            EnsureRequest question = json.readExplain(body);
            rules.check(question);
            return services.backends().explain(question).thenApply(told -> shown(call, told));
        });
    }

    private Answer shown(Call call, Object value) {
        JsonNode node = json.tree(value);
        return Answer.json(200, json.write(call.isAdmin() ? node : Redaction.withoutPaths(node)));
    }

    private CompletableFuture<Answer> list(Call call, Collection<?> items) {
        return items(items, call.isAdmin() ? node -> node : Redaction::withoutPaths);
    }

    private CompletableFuture<Answer> items(Collection<?> items, UnaryOperator<JsonNode> shown) {
        List<JsonNode> nodes = items.stream().map(json::tree).map(shown).toList();
        return done(Answer.json(200, json.writeItems(nodes)));
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
