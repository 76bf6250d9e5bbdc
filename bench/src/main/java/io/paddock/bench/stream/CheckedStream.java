// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A streamed chat answer that was looked at as a whole.
 *
 * @param text its content, joined
 * @param startNanos just before the request was written
 * @param pieceNanos when each event with content arrived
 * @param usageTokens completion tokens by its usage, or -1 when it had none
 * @param fault what is wrong with it, or null
 */
public record CheckedStream(String text, long startNanos, List<Long> pieceNanos, int usageTokens, String fault) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public CheckedStream {
        pieceNanos = List.copyOf(pieceNanos);
    }

    /**
     * Looks at {@code trace}: status 200, whole framing, one finish reason, one {@code [DONE]} as the last event, some
     * content.
     *
     * @param expected the content it must have, or null when any will do
     */
    public static CheckedStream of(StreamTrace trace, String expected) {
        if (trace.status() != 200) {
            String why = trace.fault() == null ? "" : ", " + trace.fault();
            return new CheckedStream("", trace.startNanos(), List.of(), -1, "status " + trace.status() + why);
        }
        Reading reading = new Reading();
        SseEvents events = SseEvents.of(trace);
        String fault = trace.fault();
        try {
            events.all().forEach(reading::take);
        } catch (IllegalArgumentException e) {
            fault = e.getMessage();
        }
        if (fault == null) {
            fault = events.cut() ? "bytes after the last event" : reading.fault(expected);
        }
        return new CheckedStream(
                reading.text.toString(), trace.startNanos(), reading.pieces, reading.usageTokens, fault);
    }

    /** Nanoseconds from the request to the first content; 0 when there was none. */
    public long firstNanos() {
        return pieceNanos.isEmpty() ? 0 : pieceNanos.get(0) - startNanos;
    }

    /** When the last content arrived, or the start when there was none. */
    public long endNanos() {
        return pieceNanos.isEmpty() ? startNanos : pieceNanos.get(pieceNanos.size() - 1);
    }

    /** What the events say so far. */
    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private final List<Long> pieces = new ArrayList<>();
        private int usageTokens = -1;
        private int finishes;
        private boolean done;

        void take(SseEvents.Event event) {
            if (done) {
                throw new IllegalArgumentException("an event after [DONE]");
            }
            if (event.data().equals("[DONE]")) {
                done = true;
                return;
            }
            JsonNode chunk = parse(event.data());
            if (chunk.has("error")) {
                throw new IllegalArgumentException("an error within the stream: " + chunk.at("/error/message"));
            }
            String content = chunk.at("/choices/0/delta/content").textValue();
            if (content != null && !content.isEmpty()) {
                text.append(content);
                pieces.add(event.nanos());
            }
            finishes += chunk.at("/choices/0/finish_reason").isTextual() ? 1 : 0;
            usageTokens = chunk.at("/usage/completion_tokens").asInt(usageTokens);
        }

        String fault(String expected) {
            if (!done) {
                return "no [DONE]";
            }
            if (finishes != 1) {
                return finishes + " finish reasons";
            }
            if (expected != null && !text.toString().contentEquals(expected)) {
                return "content differs: " + text.length() + " letters instead of " + expected.length();
            }
            return text.length() == 0 ? "no content" : null;
        }

        private static JsonNode parse(String data) {
            try {
                return JSON.readTree(data);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("an event that is not JSON", e);
            }
        }
    }
}
