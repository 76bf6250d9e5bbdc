// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.api.Alias;
import io.paddock.api.ModelTarget;
import io.paddock.wire.WireJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The routes that give models names of their own. What an alias sets beside its model shows with the admin token only. */
final class AliasRoutes {
    private final Services services;
    private final WireJson json;
    private final RequestRules rules;

    AliasRoutes(Services services, WireJson json) {
        this.services = services;
        this.json = json;
        this.rules = new RequestRules(services.backends());
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/api/v1/aliases", this::list),
                Route.admin("PUT", "/api/v1/aliases/{name}", this::make),
                Route.admin("DELETE", "/api/v1/aliases/{name}", this::remove));
    }

    private CompletableFuture<Answer> list(Call call) {
        List<JsonNode> items = services.aliases().list().stream()
                .map(alias -> shown(call, alias))
                .toList();
        return CompletableFuture.completedFuture(Answer.json(200, json.writeItems(items)));
    }

    private CompletableFuture<Answer> make(Call call) {
        return call.body().thenCompose(body -> {
            ModelTarget target = json.read(body, ModelTarget.class);
            rules.check(target);
            return services.aliases()
                    .make(new Alias(call.variable("name"), target))
                    .thenApply(made -> Answer.json(200, json.write(made)));
        });
    }

    private CompletableFuture<Answer> remove(Call call) {
        return services.aliases().remove(call.variable("name")).thenApply(done -> Answer.empty(204));
    }

    private JsonNode shown(Call call, Alias alias) {
        JsonNode node = json.tree(alias);
        if (!call.isAdmin() && node.get("target") instanceof ObjectNode target) {
            target.remove("options");
        }
        return node;
    }
}
