// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Paddock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Clients that ask the bundled model the same questions again and again, streamed, and read each answer to its end: it
 * must be whole, and the text that this question had before.
 */
final class StreamingClients implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> QUESTIONS =
            List.of("What is Paddock?", "What is a lease?", "How do I stop a model?");

    private final Paddock paddock;
    private final List<String> answers = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger whole = new AtomicInteger();
    private volatile boolean over;

    /** Asks each question once for its answer, then lets so many clients begin. */
    StreamingClients(Paddock paddock, int count) throws Exception {
        this.paddock = paddock;
        for (String question : QUESTIONS) {
            answers.add(ask(question));
        }
        for (int i = 0; i < count; i++) {
            int first = i;
            Thread client = new Thread(() -> askOn(first), "streaming-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void askOn(int first) {
        for (int i = first; !over; i++) {
            int which = i % QUESTIONS.size();
            try {
                String answer = ask(QUESTIONS.get(which));
                if (answer.equals(answers.get(which))) {
                    whole.incrementAndGet();
                } else {
                    failures.add("another text: " + answer);
                }
            } catch (Exception | AssertionError e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The text of a streamed answer that came to its end. */
    private String ask(String question) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("model", "paddock-demo")
                .put("temperature", 0)
                .put("stream", true)
                .put("max_tokens", 60)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", question)))
                .toString();
        HttpResponse<Stream<String>> answer = Paddock.http()
                .send(
                        HttpRequest.newBuilder(paddock.uri("/v1/chat/completions"))
                                .timeout(Duration.ofMinutes(2))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        List<String> lines = answer.body().filter(line -> !line.isBlank()).toList();
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + lines);
        }
        return text(lines);
    }

    private static String text(List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        String finish = "";
        for (String line : lines) {
            if (!line.startsWith("data: ") || line.equals("data: [DONE]")) {
                continue;
            }
            JsonNode event = JSON.readTree(line.substring("data: ".length()));
            if (event.has("error")) {
                throw new AssertionError("broken off: " + line);
            }
            text.append(event.at("/choices/0/delta/content").asText(""));
            finish = event.at("/choices/0/finish_reason").asText("null").equals("null")
                    ? finish
                    : event.at("/choices/0/finish_reason").asText();
        }
        if (finish.isEmpty() || !lines.get(lines.size() - 1).equals("data: [DONE]")) {
            throw new AssertionError("cut: " + lines.get(lines.size() - 1));
        }
        return text.toString();
    }

    /** How many whole and right answers there were. */
    int whole() {
        return whole.get();
    }

    /** What went wrong, each time. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over = true;
        for (Thread client : clients) {
            try {
                client.join(Duration.ofMinutes(2).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
