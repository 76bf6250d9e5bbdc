// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.worker.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Which route answers what, and the small ones. */
final class Routes {
    private final Map<String, Route> routes;
    private final Serving serving;
    private final Key key;
    private final int port;
    private final LoadProgress progress = new LoadProgress();
    private final long created = Instant.now().getEpochSecond();

    Routes(Serving serving, Key key, int port) {
        this.serving = serving;
        this.key = key;
        this.port = port;
        this.routes = Map.of(
                "GET /health",
                this::health,
                "GET /v1/models",
                this::models,
                "POST /v1/chat/completions",
                new ChatRoute(serving),
                "POST /v1/completions",
                new CompletionRoute(serving),
                "POST /v1/embeddings",
                new EmbeddingRoute(serving),
                "POST /tokenize",
                this::tokenize);
    }

    /** The route for a call that may be made. */
    Route find(Call call) {
        if (!call.path().equals("/health") && !key.opens(call.header("Authorization"))) {
            throw new Refusal(401, "invalid_api_key", null, "the key in the Authorization header is missing or wrong");
        }
        Route route = routes.get(call.method() + " " + call.path());
        if (route != null) {
            return route;
        }
        boolean known = routes.keySet().stream().anyMatch(each -> each.endsWith(" " + call.path()));
        throw known
                ? new Refusal(405, "method_not_allowed", null, "this route does not take " + call.method())
                : new Refusal(404, "route_not_found", null, "there is no such route");
    }

    static void requireGenerates(Serving.Ready ready) {
        if (!ready.engine().facts().generates()) {
            throw Refusal.invalid("model", "this model makes embeddings only; ask another one for text");
        }
    }

    /** The proof tells the runtime that this is the process it launched, not another one on its port. */
    private void health(Call call) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String failure = serving.failure();
        String status = failure != null ? "failed" : serving.isReady() ? "ok" : "loading";
        body.put("status", status).put("pid", ProcessHandle.current().pid()).put("proof", key.proof(port));
        if (failure != null) {
            body.put("error", failure);
        }
        if (status.equals("loading")) {
            body.put("progress", progress.seen());
        }
        call.answer(status.equals("ok") ? 200 : 503, body);
    }

    private void models(Call call) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("object", "list");
        ObjectNode model = body.putArray("data")
                .addObject()
                .put("id", serving.options().alias())
                .put("object", "model")
                .put("created", created)
                .put("owned_by", "paddock");
        if (serving.isReady()) {
            model.putObject("meta")
                    .put("n_ctx", serving.require().engine().facts().context())
                    .put(
                            "n_vocab",
                            serving.require().engine().facts().vocabulary().size());
        }
        call.answer(200, body);
    }

    private void tokenize(Call call) throws IOException {
        Serving.Ready ready = serving.require();
        Fields fields = call.body();
        String content = fields.required("content").asText();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode tokens = body.putArray("tokens");
        for (int token : ready.engine().encode(content)) {
            tokens.add(token);
        }
        call.answer(200, body);
    }
}
