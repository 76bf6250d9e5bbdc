// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SwapRequest;
import io.paddock.wire.WireJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The routes that replace backends, and tell how that goes. File paths show with the admin token only. */
final class SwapRoutes {
    private final Services services;
    private final WireJson json;

    SwapRoutes(Services services, WireJson json) {
        this.services = services;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/api/v1/swaps", this::list),
                Route.admin("POST", "/api/v1/swaps", this::start),
                Route.open("GET", "/api/v1/swaps/{id}", this::one));
    }

    private CompletableFuture<Answer> list(Call call) {
        List<JsonNode> items = services.swaps().list().stream()
                .map(json::tree)
                .map(node -> shown(call, node))
                .toList();
        return done(Answer.json(200, json.writeItems(items)));
    }

    private CompletableFuture<Answer> one(Call call) {
        return services.swaps()
                .find(call.variable("id"))
                .map(swap -> done(Answer.json(200, json.write(shown(call, json.tree(swap))))))
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.SWAP_NOT_FOUND, "there is no such swap; GET /api/v1/swaps lists those of late"));
    }

    /** 202 with the swap that began; with {@code dry_run} 200 with what it would do. */
    private CompletableFuture<Answer> start(Call call) {
        boolean dry = Query.of(call, "dry_run").flag("dry_run");
        return call.body().thenCompose(body -> {
            SwapRequest request = json.read(body, SwapRequest.class);
            return dry
                    ? services.swaps().plan(request).thenApply(plan -> Answer.json(200, json.write(plan)))
                    : services.swaps().start(request).thenApply(swap -> Answer.json(202, json.write(swap)));
        });
    }

    private static JsonNode shown(Call call, JsonNode node) {
        return call.isAdmin() ? node : Redaction.withoutPaths(node);
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
