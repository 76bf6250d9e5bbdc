// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Paddock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * A streamed answer, read to its end.
 *
 * @param status its status code
 * @param text the joined content of its chunks
 * @param done whether the closing {@code [DONE]} arrived
 * @param finishReason the last finish reason, or the empty text
 */
record Sse(int status, String text, boolean done, String finishReason) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Sse post(Paddock paddock, String path, String body) throws IOException, InterruptedException {
        HttpResponse<java.util.stream.Stream<String>> answer = Paddock.http()
                .send(
                        HttpRequest.newBuilder(paddock.uri(path))
                                .timeout(Duration.ofMinutes(2))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofLines());
        List<String> data = answer.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
        StringBuilder text = new StringBuilder();
        String finish = "";
        boolean done = false;
        for (String event : data) {
            if (event.equals("[DONE]")) {
                done = true;
                continue;
            }
            var choice = JSON.readTree(event).at("/choices/0");
            text.append(choice.at("/delta/content").asText(""))
                    .append(choice.at("/text").asText(""));
            finish = choice.at("/finish_reason").asText(finish).replace("null", finish);
        }
        return new Sse(answer.statusCode(), text.toString(), done, finish);
    }
}
