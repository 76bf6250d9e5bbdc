// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.worker.Refusal;
import io.paddock.worker.engine.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /v1/chat/completions}. */
final class ChatRoute implements Route {
    private static final int MOST_MESSAGES = 10_000;

    private final Serving serving;
    private final Answers answers;

    ChatRoute(Serving serving) {
        this.serving = serving;
        this.answers = new Answers(serving);
    }

    @Override
    public void handle(Call call) throws IOException, InterruptedException {
        Serving.Ready ready = serving.require();
        Routes.requireGenerates(ready);
        Fields fields = call.body();
        refuseUnsupported(fields);
        List<Turn> turns = turns(fields.required("messages"));
        Ask ask = Ask.of(fields, ready.engine().facts());
        answers.send(
                call,
                ask,
                ready.prompts().chat(turns),
                Shape.chat(serving.options().alias()));
    }

    private static void refuseUnsupported(Fields fields) {
        boolean tools =
                !fields.get("tools").isEmpty() || !fields.get("functions").isEmpty();
        boolean none = fields.get("tool_choice").asText("auto").equals("none");
        fields.refuse("tools", tools && !none, "tools are not supported by this engine; leave tools out");
        fields.refuse(
                "tool_choice",
                fields.has("tool_choice")
                        && !none
                        && !fields.get("tool_choice").asText("").equals("auto"),
                "tool_choice cannot force a tool: tools are not supported by this engine");
        fields.refuse(
                "logprobs",
                fields.flag("logprobs", false) || fields.has("top_logprobs"),
                "logprobs are not supported by this engine; leave logprobs out");
        fields.refuse("audio", fields.has("audio"), "audio is not supported by this engine");
        for (JsonNode modality : fields.get("modalities")) {
            fields.refuse("modalities", !modality.asText().equals("text"), "only the modality text is supported");
        }
    }

    private static List<Turn> turns(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty() || messages.size() > MOST_MESSAGES) {
            throw Refusal.invalid("messages", "messages must be a list of 1 to " + MOST_MESSAGES + " messages");
        }
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            String place = "messages[" + turns.size() + "]";
            if (!message.isObject()) {
                throw Refusal.invalid(place, place + " must be an object with role and content");
            }
            turns.add(new Turn(role(message.path("role"), place), content(message, place)));
        }
        return turns;
    }

    private static String role(JsonNode role, String place) {
        return switch (role.asText()) {
            case "system", "developer" -> "system";
            case "user" -> "user";
            case "assistant" -> "assistant";
            case "tool" -> "tool";
            default ->
                throw Refusal.invalid(
                        place + ".role", place + ".role must be system, developer, user, assistant or tool");
        };
    }

    private static String content(JsonNode message, String place) {
        if (!message.path("tool_calls").isEmpty()) {
            throw Refusal.invalid(place + ".tool_calls", "tool calls are not supported by this engine");
        }
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray() || content.isEmpty()) {
            throw Refusal.invalid(place + ".content", place + ".content must be a text or a list of text parts");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                String where = place + ".content[" + i + "]";
                throw Refusal.invalid(where, where + " must be a part of type text; this engine reads nothing else");
            }
            text.append(part.get("text").textValue());
        }
        return text.toString();
    }
}
