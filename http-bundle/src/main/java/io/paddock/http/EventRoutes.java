// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.wire.WireJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The routes below {@code /api/v1} that tell what happened and why. File paths show with the admin token only. */
final class EventRoutes {
    private final Services services;
    private final WireJson json;

    EventRoutes(Services services, WireJson json) {
        this.services = services;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/api/v1/events", this::events),
                Route.open(
                        "GET",
                        "/api/v1/instances/{id}/why",
                        call -> told(call, services.events().whyInstance(call.variable("id")))),
                Route.open(
                        "GET",
                        "/api/v1/leases/{ref}/why",
                        call -> told(call, services.events().whyLease(call.variable("ref")))));
    }

    /** Follows without a thread: the answer hangs on a future, which a client that leaves completes. */
    private CompletableFuture<Answer> events(Call call) {
        EventQuery query = query(call);
        CompletableFuture<EventPage> page = services.events().read(query);
        if (!page.isDone()) {
            call.link().allowSilence();
            call.link().watch(() -> page.complete(new EventPage(List.of(), query.after(), 0)));
        }
        return page.thenApply(read -> shown(call, read));
    }

    private static EventQuery query(Call call) {
        Query query = Query.of(call, "after", "limit", "instance", "wait_ms");
        return new EventQuery(
                query.whole("after", 0, 0, Long.MAX_VALUE),
                (int) query.whole("limit", EventQuery.DEFAULT_LIMIT, 1, EventQuery.MOST),
                query.text("instance"),
                Duration.ofMillis(query.whole("wait_ms", 0, 0, EventQuery.MAX_PATIENCE.toMillis())));
    }

    private CompletableFuture<Answer> told(Call call, Object value) {
        return CompletableFuture.completedFuture(shown(call, value));
    }

    private Answer shown(Call call, Object value) {
        JsonNode node = json.tree(value);
        return Answer.json(200, json.write(call.isAdmin() ? node : Redaction.withoutPaths(node)));
    }
}
