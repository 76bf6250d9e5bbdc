// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.wire.WireJson;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The routes below {@code /api/v1} that ask for and look at backends, instances and leases. */
final class ControlRoutes {
    private static final long STOP_PATIENCE_MS = 1_000;

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

    record Renewal(String ownerRef, Duration ttl) {
        Renewal {
            Objects.requireNonNull(ownerRef, "ownerRef is null");
        }
    }

    record Question(String backend, ConsumerManifest consumer) {
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
                Route.open("GET", "/api/v1/instances/{id}", this::instance),
                Route.open("GET", "/api/v1/leases", this::leases),
                Route.open(
                        "GET",
                        "/api/v1/models",
                        call -> services.models().list().thenCompose(models -> list(call, models))),
                Route.open("POST", "/api/v1/endpoints", this::ensure),
                Route.open("POST", "/api/v1/leases/{ref}/renew", this::renew),
                Route.open("DELETE", "/api/v1/leases/{ref}", this::release),
                Route.open("POST", "/api/v1/compatibility", this::compatibility),
                Route.admin("DELETE", "/api/v1/instances/{id}", this::stop));
    }

    private CompletableFuture<Answer> ensure(Call call) {
        return call.body().thenCompose(body -> {
            EnsureRequest request = json.readEnsure(body);
            rules.check(request);
            return services.endpoints()
                    .ensure(request)
                    .thenApply(result -> Answer.json(201, json.writeEnsure(result, gatewayUrl(call))));
        });
    }

    private CompletableFuture<Answer> renew(Call call) {
        return call.body().thenCompose(body -> {
            Renewal renewal = json.read(body, Renewal.class);
            LeaseTerms terms = terms(renewal);
            return services.endpoints()
                    .renew(call.variable("ref"), terms.ownerRef(), terms.ttl())
                    .thenApply(lease -> Answer.json(200, json.write(lease)));
        });
    }

    /** The same limits as for a new lease, with the fields named as they are here. */
    private static LeaseTerms terms(Renewal renewal) {
        try {
            return new LeaseTerms(renewal.ownerRef(), renewal.ttl());
        } catch (InferenceException e) {
            Problem problem = e.problem();
            throw new InferenceException(
                    Problem.ofField(problem.code(), problem.field().replaceFirst("^lease\\.", ""), problem.detail()),
                    e);
        }
    }

    private CompletableFuture<Answer> release(Call call) {
        String owner = call.query("owner_ref");
        if (owner == null) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.MISSING_FIELD, "owner_ref", "owner_ref is missing: add ?owner_ref= and the owner"));
        }
        return services.endpoints().release(call.variable("ref"), owner).thenApply(done -> Answer.empty(204));
    }

    private CompletableFuture<Answer> compatibility(Call call) {
        return call.body().thenApply(body -> {
            Question question = json.read(body, Question.class);
            return Answer.json(
                    200, json.write(services.backends().compatibility(question.backend(), question.consumer())));
        });
    }

    private CompletableFuture<Answer> instance(Call call) {
        JsonNode instance = json.tree(find(call.variable("id")));
        return done(Answer.json(200, json.write(call.isAdmin() ? instance : Redaction.withoutPaths(instance))));
    }

    private InstanceSnapshot find(String id) {
        return services.instances()
                .find(id)
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.INSTANCE_NOT_FOUND, "there is no such instance; GET /api/v1/instances lists all"));
    }

    /** 204 when the instance is gone soon, 202 when it is still going. */
    private CompletableFuture<Answer> stop(Call call) {
        InstanceSnapshot instance = find(call.variable("id"));
        boolean force = Boolean.parseBoolean(call.query("force"));
        return services.instances()
                .stop(instance.instanceId(), force)
                .thenApply(gone -> Answer.empty(204))
                .completeOnTimeout(Answer.empty(202), STOP_PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Answer> leases(Call call) {
        return items(services.endpoints().leases(), call.isAdmin() ? node -> node : Redaction::shortenedRef);
    }

    private CompletableFuture<Answer> list(Call call, Collection<?> items) {
        return items(items, call.isAdmin() ? node -> node : Redaction::withoutPaths);
    }

    private CompletableFuture<Answer> items(Collection<?> items, UnaryOperator<JsonNode> shown) {
        List<JsonNode> nodes = items.stream().map(json::tree).map(shown).toList();
        return done(Answer.json(200, json.writeItems(nodes)));
    }

    private URI gatewayUrl(Call call) {
        String base = publicBaseUrl != null
                ? publicBaseUrl.toString()
                : call.request().getScheme() + "://" + call.request().getHeader("Host");
        return URI.create(base + "/v1");
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
