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
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Clients that have one model name complete the same texts again and again, streamed, and read each answer to its end: it
 * must be whole. Which texts there were for each prompt is kept, for whoever knows which are right.
 */
final class CompletionClients implements AutoCloseable {
    static final List<String> PROMPTS = List.of("The capital of France is", "Once upon a time", "What is Paddock?");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Paddock paddock;
    private final String model;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<String>> texts = new ConcurrentHashMap<>();
    private final AtomicInteger whole = new AtomicInteger();
    private volatile boolean over;

    CompletionClients(Paddock paddock, String model, int count) {
        this.paddock = paddock;
        this.model = model;
        for (int i = 0; i < count; i++) {
            int first = i;
            Thread client = new Thread(() -> askOn(first), "completing-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void askOn(int first) {
        for (int i = first; !over; i++) {
            String prompt = PROMPTS.get(i % PROMPTS.size());
            try {
                String text = ask(paddock, model, prompt);
                texts.computeIfAbsent(prompt, known -> ConcurrentHashMap.newKeySet())
                        .add(text);
                whole.incrementAndGet();
            } catch (Exception | AssertionError e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The text of a streamed answer that came to its end. */
    static String ask(Paddock paddock, String model, String prompt) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("model", model)
                .put("prompt", prompt)
                .put("temperature", 0)
                .put("stream", true)
                .put("max_tokens", 30)
                .toString();
        HttpResponse<Stream<String>> answer = Paddock.http()
                .send(
                        HttpRequest.newBuilder(paddock.uri("/v1/completions"))
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
        boolean finished = false;
        for (String line : lines) {
            if (!line.startsWith("data: ") || line.equals("data: [DONE]")) {
                continue;
            }
            JsonNode event = JSON.readTree(line.substring("data: ".length()));
            if (event.has("error")) {
                throw new AssertionError("broken off: " + line);
            }
            text.append(event.at("/choices/0/text").asText(""));
            finished |= event.at("/choices/0/finish_reason").isTextual();
        }
        if (!finished || !lines.get(lines.size() - 1).equals("data: [DONE]")) {
            throw new AssertionError("cut: " + lines.get(lines.size() - 1));
        }
        return text.toString();
    }

    /** How many whole answers there were. */
    int whole() {
        return whole.get();
    }

    /** The different texts that were answered to a prompt. */
    Set<String> texts(String prompt) {
        return Set.copyOf(texts.getOrDefault(prompt, Set.of()));
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
