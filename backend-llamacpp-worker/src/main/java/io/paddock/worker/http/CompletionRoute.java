// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.worker.Refusal;
import java.io.IOException;

/** {@code POST /v1/completions}. */
final class CompletionRoute implements Route {
    private final Serving serving;
    private final Answers answers;

    CompletionRoute(Serving serving) {
        this.serving = serving;
        this.answers = new Answers(serving);
    }

    @Override
    public void handle(Call call) throws IOException, InterruptedException {
        Serving.Ready ready = serving.require();
        Routes.requireGenerates(ready);
        Fields fields = call.body();
        fields.refuse("logprobs", fields.has("logprobs"), "logprobs are not supported by this engine");
        fields.refuse("echo", fields.flag("echo", false), "echo is not supported by this engine");
        fields.refuse("best_of", fields.integer("best_of", 1, 128).orElse(1) != 1, "best_of must be 1");
        fields.refuse("suffix", !fields.get("suffix").asText("").isEmpty(), "suffix is not supported by this engine");
        String prompt = prompt(fields.required("prompt"));
        Ask ask = Ask.of(fields, ready.engine().facts());
        answers.send(
                call,
                ask,
                ready.prompts().text(prompt),
                Shape.text(serving.options().alias()));
    }

    private static String prompt(JsonNode given) {
        JsonNode prompt = given.isArray() && given.size() == 1 ? given.get(0) : given;
        if (!prompt.isTextual()) {
            throw Refusal.invalid("prompt", "prompt must be one text; lists of prompts or tokens are not supported");
        }
        return prompt.textValue();
    }
}
