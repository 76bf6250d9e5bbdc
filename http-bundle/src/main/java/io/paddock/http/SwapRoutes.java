// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.Swap;
import io.paddock.api.SwapPlan;
import io.paddock.wire.WireJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The routes that replace backends and models behind aliases, and tell how that goes. File paths show with the admin token only. */
final class SwapRoutes {
    private final Services services;
    private final WireJson json;
    private final RequestRules rules;

    SwapRoutes(Services services, WireJson json) {
        this.services = services;
        this.json = json;
        this.rules = new RequestRules(services.backends());
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
            SwapBody wish = json.read(body, SwapBody.class);
            if (wish.ofModel()) {
                rules.check(wish.target(), aliased(wish.alias()));
            }
            return dry
                    ? plan(wish).thenApply(plan -> Answer.json(200, json.write(plan)))
                    : begin(wish).thenApply(swap -> Answer.json(202, json.write(swap)));
        });
    }

    private String aliased(String alias) {
        return services.aliases().list().stream()
                .filter(one -> one.name().equals(alias))
                .map(one -> one.target().backend())
                .findFirst()
                .orElseThrow(() -> new InferenceException(Problem.ofField(
                        ErrorCode.ALIAS_NOT_FOUND,
                        "alias",
                        "there is no such alias; GET /api/v1/aliases lists those there are")));
    }

    private CompletableFuture<SwapPlan> plan(SwapBody wish) {
        return wish.ofModel()
                ? services.aliases().plan(wish.model())
                : services.swaps().plan(wish.revision());
    }

    private CompletableFuture<Swap> begin(SwapBody wish) {
        return wish.ofModel()
                ? services.aliases().swap(wish.model())
                : services.swaps().start(wish.revision());
    }

    private static JsonNode shown(Call call, JsonNode node) {
        return call.isAdmin() ? node : Redaction.withoutPaths(node);
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
