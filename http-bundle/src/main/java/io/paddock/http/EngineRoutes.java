// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.Engine;
import io.paddock.api.Engines;
import io.paddock.wire.WireJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The route that lists the engines; without a backend that has some, the list is empty. What runs is chosen on the
 * console only, so there is no route that changes them.
 */
final class EngineRoutes {
    private final WireJson json;
    private final AtomicReference<Engines> engines = new AtomicReference<>();

    EngineRoutes(WireJson json) {
        this.json = json;
    }

    List<Route> routes() {
        return List.of(Route.open("GET", "/api/v1/engines", this::list));
    }

    void bind(Engines present) {
        engines.set(present);
    }

    void unbind(Engines gone) {
        engines.compareAndSet(gone, null);
    }

    private CompletableFuture<Answer> list(Call call) {
        Engines present = engines.get();
        CompletableFuture<List<Engine>> list =
                present == null ? CompletableFuture.completedFuture(List.of()) : present.list();
        return list.thenApply(all -> {
            List<JsonNode> nodes = all.stream()
                    .map(json::tree)
                    .map(node -> call.isAdmin() ? node : Redaction.withoutPaths(node))
                    .toList();
            return Answer.json(200, json.writeItems(nodes));
        });
    }
}
