// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a chat request asks of this engine.
 *
 * @param model the model it names
 * @param words the answer, word by word, each with the blanks before it
 * @param cut whether the request allows fewer words than its last message has
 * @param promptWords words in all its messages
 * @param stream whether the answer comes in pieces
 * @param usage whether the last piece counts the words
 */
record EchoRequest(String model, List<String> words, boolean cut, int promptWords, boolean stream, boolean usage) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WORD = Pattern.compile("\\s*\\S+");

    /**
     * Reads a request.
     *
     * @param upper whether the answer is in capitals
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static EchoRequest parse(byte[] body, boolean upper) {
        JsonNode json = read(body);
        JsonNode messages = json.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new IllegalArgumentException("messages must be a list with at least one message");
        }
        String said = text(messages.get(messages.size() - 1)).strip();
        List<String> last = words(upper ? said.toUpperCase(Locale.ROOT) : said);
        int prompt = 0;
        for (JsonNode message : messages) {
            prompt += words(text(message)).size();
        }
        int limit =
                json.path("max_completion_tokens").asInt(json.path("max_tokens").asInt(Integer.MAX_VALUE));
        return new EchoRequest(
                json.path("model").asText(),
                last.subList(0, Math.min(last.size(), Math.max(limit, 0))),
                limit < last.size(),
                prompt,
                json.path("stream").asBoolean(),
                json.path("stream_options").path("include_usage").asBoolean());
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
    }

    /** The text of a message: a text, or a list of parts of which some are text. */
    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }
}
