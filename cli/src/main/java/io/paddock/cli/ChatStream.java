// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Reads a streamed completion, of a chat or a text, line by line, hands its text on and takes the times. Not thread-safe. */
final class ChatStream implements Consumer<String> {
    private static final String DATA = "data:";
    private static final String DONE = "[DONE]";

    private final Consumer<String> text;
    private final LongSupplier nanos;
    private final long began;

    private long first;
    private long last;
    private int pieces;
    private int counted;
    private boolean done;
    private String problem = "";

    /**
     * Begins to take the time.
     *
     * @param text receives each piece of the answer
     * @param nanos a clock as {@link System#nanoTime}
     */
    ChatStream(Consumer<String> text, LongSupplier nanos) {
        this.text = text;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    @Override
    public void accept(String line) {
        if (!line.startsWith(DATA)) {
            return; // a comment or the empty line between two events
        }
        String data = line.substring(DATA.length()).strip();
        if (DONE.equals(data)) {
            done = true;
            return;
        }
        JsonNode event = Json.parse(data);
        problem = event.path("error").path("message").asText(problem);
        counted = event.path("usage").path("completion_tokens").asInt(counted);
        JsonNode choice = event.path("choices").path(0);
        String piece =
                choice.path("delta").path("content").asText(choice.path("text").asText(""));
        if (!piece.isEmpty()) {
            took(piece);
        }
    }

    private void took(String piece) {
        last = nanos.getAsLong();
        if (pieces == 0) {
            first = last;
        }
        pieces++;
        text.accept(piece);
    }

    /** Complains unless the answer came whole. */
    void requireWhole() throws CliFailure {
        if (!problem.isEmpty()) {
            throw new CliFailure("the model stopped: " + problem);
        }
        if (!done) {
            throw new CliFailure("the answer was cut off before its end");
        }
        if (pieces == 0) {
            throw new CliFailure("the model answered nothing");
        }
    }

    /**
     * Such as {@code first token after 41 ms, 87 tokens in 420 ms, 207.1 tokens/s}. The rate counts the whole answer: what
     * follows the first token may come in one burst, whose own rate says nothing.
     */
    String timing() {
        int tokens = counted > 0 ? counted : pieces;
        double whole = (last - began) / 1e9;
        return String.format(
                Locale.ROOT,
                "first token after %.0f ms, %d tokens in %.0f ms, %.1f tokens/s",
                (first - began) / 1e6,
                tokens,
                whole * 1e3,
                tokens / whole);
    }
}
