// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Puts an answer together from the lines of its event stream. Reads no socket; used by one thread. */
final class ChatReply {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String DATA = "data:";
    private static final double NANOS = 1e9;

    private final Consumer<String> listener;
    private final LongSupplier nanoClock;
    private final long sentAt;
    private final StringBuilder content = new StringBuilder();
    private long firstAt;
    private long lastAt;
    private long pieces;
    private String finishReason;
    private JsonNode usage;
    private boolean done;

    /**
     * @param listener receives each piece of text as it comes
     * @param nanoClock a clock that never goes back, in nanoseconds
     */
    ChatReply(Consumer<String> listener, LongSupplier nanoClock) {
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.sentAt = nanoClock.getAsLong();
    }

    /** Takes the next line; throws {@link InferenceException} for an error that the engine reports. */
    void line(String line) {
        if (!line.startsWith(DATA)) {
            return; // comments, event names and the blank lines between events
        }
        String data = line.substring(DATA.length()).strip();
        if (data.equals("[DONE]")) {
            done = true;
        } else if (!data.isEmpty()) {
            chunk(parse(data));
        }
    }

    /** Whether the engine said that this was all. */
    boolean isDone() {
        return done;
    }

    /** Whether the answer is whole: some engines close without a last word. */
    boolean isWhole() {
        return done || finishReason != null;
    }

    ChatSummary summary(String model) {
        long tokens = count("completion_tokens") == null ? pieces : count("completion_tokens");
        return new ChatSummary(
                model,
                content.toString(),
                finishReason,
                count("prompt_tokens"),
                tokens,
                rate(tokens),
                pieces == 0 ? null : Duration.ofNanos(firstAt - sentAt));
    }

    private static JsonNode parse(String data) {
        try {
            return MAPPER.readTree(data);
        } catch (JsonProcessingException e) {
            throw new InferenceException(
                    Problem.of(ErrorCode.UPSTREAM_FAILED, "The engine sent an event that is not JSON."), e);
        }
    }

    private void chunk(JsonNode chunk) {
        if (chunk.hasNonNull("error")) {
            throw UpstreamError.reported(chunk);
        }
        if (chunk.hasNonNull("usage")) {
            usage = chunk.get("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        if (choice.hasNonNull("finish_reason")) {
            finishReason = choice.get("finish_reason").asText();
        }
        String piece = choice.path("delta").path("content").asText("");
        if (!piece.isEmpty()) {
            take(piece);
        }
    }

    private void take(String piece) {
        lastAt = nanoClock.getAsLong();
        firstAt = pieces == 0 ? lastAt : firstAt;
        pieces++;
        content.append(piece);
        listener.accept(piece);
    }

    private Long count(String name) {
        return usage != null && usage.path(name).canConvertToLong()
                ? (Long) usage.get(name).asLong()
                : null;
    }

    // The first piece marks the start, so one token less than there are took the time.
    private Double rate(long tokens) {
        return pieces < 2 || lastAt == firstAt ? null : (tokens - 1) * NANOS / (lastAt - firstAt);
    }
}
