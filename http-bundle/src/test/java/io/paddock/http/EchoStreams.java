// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients of the gateway that stream, each request with a word of its own that must come back in every part, to the end. */
final class EchoStreams implements AutoCloseable {
    static final int PARTS = 12;
    private static final Pattern WORD = Pattern.compile("word-\\d+");

    final AtomicInteger whole = new AtomicInteger();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger words = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private final int port;
    private volatile boolean over;

    EchoStreams(int port, int count) {
        this.port = port;
        for (int i = 0; i < count; i++) {
            Thread client = new Thread(this::askOn, "stream-" + i);
            clients.add(client);
            client.start();
        }
    }

    /** An engine that answers so, a part every few milliseconds. A canary is not streamed. */
    static void echo(FakeUpstream.Exchange exchange) throws IOException {
        Matcher word = WORD.matcher(exchange.body());
        if (!word.find()) {
            exchange.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hello\"}}]}");
            return;
        }
        exchange.startEvents();
        for (int i = 0; i < PARTS; i++) {
            exchange.chunk("data: " + word.group() + " " + i + "\n\n");
            exchange.tick(3);
        }
        exchange.chunk("data: [DONE]\n\n");
        exchange.endChunks();
    }

    private void askOn() {
        while (!over) {
            String word = "word-" + words.incrementAndGet();
            try {
                RawClient.Reply reply = RawClient.post(
                        port,
                        "/v1/chat/completions",
                        "{\"model\":\"tiny\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + word
                                + "\"}]}");
                if (reply.status() == 200 && reply.whole() && reply.body().equals(expected(word))) {
                    whole.incrementAndGet();
                } else {
                    failures.add(reply.status() + " " + reply.whole() + " " + reply.body());
                }
            } catch (IOException | RuntimeException e) {
                failures.add(String.valueOf(e));
            }
        }
    }

    private static String expected(String word) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PARTS; i++) {
            text.append("data: ").append(word).append(' ').append(i).append("\n\n");
        }
        return text.append("data: [DONE]\n\n").toString();
    }

    void goOn(int more) throws InterruptedException {
        int from = whole.get();
        Eventually.becomes("the clients to go on: " + failures, () -> whole.get() >= from + more);
    }

    @Override
    public void close() {
        over = true;
        for (Thread client : clients) {
            try {
                client.join(20_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
