// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventQuery;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.wire.WireJson;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The routes below {@code /api/v1/instances} that deal with one instance. */
final class InstanceRoutes {
    private static final long STOP_PATIENCE_MS = 1_000;

    private final Services services;
    private final WireJson json;
    private final RequestRules rules;
    private final URI publicBaseUrl;

    InstanceRoutes(Services services, WireJson json, URI publicBaseUrl) {
        this.services = services;
        this.json = json;
        this.rules = new RequestRules(services.backends());
        this.publicBaseUrl = publicBaseUrl;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", "/api/v1/instances", this::start),
                Route.admin("DELETE", "/api/v1/instances", this::stopAll),
                Route.open("GET", "/api/v1/instances/{id}", this::instance),
                Route.admin("DELETE", "/api/v1/instances/{id}", this::stop),
                Route.open("POST", "/api/v1/instances/{id}/leases", this::lease),
                Route.admin("GET", "/api/v1/instances/{id}/logs", this::log));
    }

    /** 201 when it was started for this call, 200 when it was there. */
    private CompletableFuture<Answer> start(Call call) {
        return call.body().thenCompose(body -> {
            EnsureRequest request = json.readStart(body);
            rules.check(request);
            return services.instances().start(request).thenApply(result -> started(call, result));
        });
    }

    private Answer started(Call call, InstanceResult result) {
        return shown(call, result.reused() ? 200 : 201, json.tree(result));
    }

    private CompletableFuture<Answer> lease(Call call) {
        return call.body().thenCompose(body -> {
            LeaseRequest request = json.readLease(body);
            return services.instances()
                    .lease(call.variable("id"), request)
                    .thenApply(result -> Answer.json(201, json.writeEnsure(result, call.gatewayUrl(publicBaseUrl))));
        });
    }

    private CompletableFuture<Answer> instance(Call call) {
        return done(shown(call, 200, json.tree(find(call.variable("id")))));
    }

    private Answer shown(Call call, int status, JsonNode node) {
        return Answer.json(status, json.write(call.isAdmin() ? node : Redaction.withoutPaths(node)));
    }

    private InstanceSnapshot find(String id) {
        return services.instances()
                .find(id)
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.INSTANCE_NOT_FOUND, "there is no such instance; GET /api/v1/instances lists all"));
    }

    /** 204 when the instance is gone soon, 202 when it is still going. */
    private CompletableFuture<Answer> stop(Call call) {
        boolean force = Query.of(call, "force").flag("force");
        InstanceSnapshot instance = find(call.variable("id"));
        return gone(services.instances().stop(instance.instanceId(), force));
    }

    private CompletableFuture<Answer> stopAll(Call call) {
        return gone(services.instances().stopAll(Query.of(call, "force").flag("force")));
    }

    private static CompletableFuture<Answer> gone(CompletableFuture<Void> stopping) {
        return stopping.thenApply(gone -> Answer.empty(204))
                .completeOnTimeout(Answer.empty(202), STOP_PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Follows without a thread, as events are followed. */
    private CompletableFuture<Answer> log(Call call) {
        LogQuery query = logQuery(call);
        CompletableFuture<LogPage> page = services.events().readLog(query);
        if (!page.isDone()) {
            call.link().allowSilence();
            call.link().watch(() -> page.complete(new LogPage(List.of(), query.after(), 0, false)));
        }
        return page.thenApply(read -> Answer.json(200, json.write(json.tree(read))));
    }

    private static LogQuery logQuery(Call call) {
        Query query = Query.of(call, "tail", "after", "wait_ms");
        return new LogQuery(
                call.variable("id"),
                query.text("after") == null ? null : query.whole("after", 0, 0, Long.MAX_VALUE),
                (int) query.whole("tail", LogQuery.DEFAULT_LIMIT, 1, LogQuery.MOST),
                Duration.ofMillis(query.whole("wait_ms", 0, 0, EventQuery.MAX_PATIENCE.toMillis())));
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
