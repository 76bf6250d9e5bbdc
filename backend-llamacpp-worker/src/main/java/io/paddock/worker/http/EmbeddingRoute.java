// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.worker.Refusal;
import io.paddock.worker.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** {@code POST /v1/embeddings}. */
final class EmbeddingRoute implements Route {
    private static final int MOST_TEXTS = 2048;

    private final Serving serving;

    EmbeddingRoute(Serving serving) {
        this.serving = serving;
    }

    @Override
    public void handle(Call call) throws IOException, InterruptedException {
        Serving.Ready ready = serving.require();
        Engine engine = ready.engine();
        if (engine.facts().embeddingLimit() == 0) {
            throw new Refusal(
                    400,
                    "invalid_value",
                    null,
                    "this instance serves no embeddings; serve the model with embeddings=true");
        }
        Fields fields = call.body();
        fields.refuse(
                "dimensions", fields.has("dimensions"), "dimensions cannot be chosen with this engine; leave it out");
        boolean base64 = base64(fields.get("encoding_format"));
        List<String> texts = texts(fields.required("input"));
        int tokens = 0;
        for (int i = 0; i < texts.size(); i++) {
            tokens += ready.prompts().embeddingTokens("input[" + i + "]", texts.get(i));
        }
        call.answer(200, answer(engine, texts, base64, tokens));
    }

    private ObjectNode answer(Engine engine, List<String> texts, boolean base64, int tokens)
            throws InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        Admission admission = serving.admission();
        for (int i = 0; i < texts.size(); i++) {
            ObjectNode item = data.addObject().put("object", "embedding").put("index", i);
            admission.enter();
            try {
                write(item, engine.embed(texts.get(i)), base64);
            } finally {
                admission.leave();
            }
        }
        answer.put("model", serving.options().alias());
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return answer;
    }

    private static void write(ObjectNode item, float[] vector, boolean base64) {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            item.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        ArrayNode numbers = item.putArray("embedding");
        for (float number : vector) {
            numbers.add(number);
        }
    }

    private static boolean base64(JsonNode format) {
        return switch (format.asText("float")) {
            case "", "float" -> false;
            case "base64" -> true;
            default -> throw Refusal.invalid("encoding_format", "encoding_format must be float or base64");
        };
    }

    private static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : input.isArray() ? input : List.of(input)) {
            if (!text.isTextual() || text.textValue().isEmpty()) {
                throw Refusal.invalid(
                        "input",
                        "input must be a text or a list of texts, none empty; lists of tokens are not supported");
            }
            texts.add(text.textValue());
        }
        if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
            throw Refusal.invalid("input", "input must hold 1 to " + MOST_TEXTS + " texts");
        }
        return texts;
    }
}
