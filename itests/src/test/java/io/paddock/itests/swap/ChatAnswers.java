// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Paddock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Asks a chat question through the gateway and reads the answer to its end; what is not whole is an error. */
final class ChatAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private ChatAnswers() {}

    /** The text of a streamed answer that came to its end. */
    static String streamed(Paddock paddock, Question question) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer =
                Paddock.http().send(request(paddock, question.streamed()), BodyHandlers.ofLines());
        List<String> lines = answer.body().filter(line -> !line.isBlank()).toList();
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + lines);
        }
        return text(lines);
    }

    /** Completes when the answer, in one piece, has come and is right. */
    static CompletableFuture<Void> whole(Paddock paddock, Question question) {
        return Paddock.http()
                .sendAsync(request(paddock, question.body()), BodyHandlers.ofString())
                .thenAccept(answer -> question.check(text(answer)));
    }

    private static HttpRequest request(Paddock paddock, String body) {
        return HttpRequest.newBuilder(paddock.uri("/v1/chat/completions"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String text(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        JsonNode whole = read(answer.body());
        if (whole.at("/choices/0/finish_reason").asText("").isEmpty()) {
            throw new AssertionError("not whole: " + answer.body());
        }
        return whole.at("/choices/0/message/content").asText();
    }

    /** The text of the lines of a stream, which must end as it should. */
    static String text(List<String> lines) {
        StringBuilder text = new StringBuilder();
        int finishes = 0;
        for (String line : lines) {
            if (!line.startsWith("data: ") || line.equals("data: [DONE]")) {
                continue;
            }
            JsonNode event = read(line.substring("data: ".length()));
            if (event.has("error")) {
                throw new AssertionError("broken off: " + line);
            }
            text.append(event.at("/choices/0/delta/content").asText(""));
            finishes += event.at("/choices/0/finish_reason").isTextual() ? 1 : 0;
        }
        if (finishes != 1 || !lines.get(lines.size() - 1).equals("data: [DONE]")) {
            throw new AssertionError("cut, with " + finishes + " finish reasons: " + lines.get(lines.size() - 1));
        }
        return text.toString();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
