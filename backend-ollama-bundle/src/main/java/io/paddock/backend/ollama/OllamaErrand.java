// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.LineCall;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something that the daemon does for us once and that takes long: it is begun at the first look, goes on by itself, and
 * each further look only asks how far it is. Looks come one at a time; lines come on another thread.
 */
final class OllamaErrand {
    private static final int MOST_PARTS = 1024;
    private static final int LONGEST_WORDS = 300;

    private final Function<Consumer<JsonNode>, LineCall> task;
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final Map<String, Long> done = new ConcurrentHashMap<>();
    private LineCall call; // null until it is begun
    private volatile String step = "";
    private final AtomicInteger steps = new AtomicInteger();

    /** @param task begins the call with where its lines go */
    OllamaErrand(Function<Consumer<JsonNode>, LineCall> task) {
        this.task = task;
    }

    /** Begins it, unless it was begun before. */
    void begin() {
        if (call == null) {
            call = task.apply(this::line);
        }
    }

    boolean running() {
        return call != null && call.answer() == null;
    }

    /** Whether it ended well. */
    boolean succeeded() {
        return call != null && call.answer() != null && trouble().isEmpty();
    }

    /** Why it ended badly, in words; empty when it did not. */
    String trouble() {
        Answer answer = call == null ? null : call.answer();
        if (answer == null) {
            return "";
        }
        if (!answer.came()) {
            return answer.trouble();
        }
        if (answer.json().hasNonNull("error")) {
            return plain(answer.json().path("error").asText());
        }
        return answer.success() ? "" : "its answer makes no sense (" + answer.status() + ")";
    }

    /** How far it is; empty when it does not say. */
    String words() {
        long size = sum(sizes);
        String share = size == 0 ? "" : sum(done) * 100 / size + " % of " + size / 1_000_000 + " MB";
        return share.isEmpty() ? step : share + (step.isEmpty() ? "" : ", " + step);
    }

    /** Grows when it gets on, and only then: the daemon also writes lines while nothing moves. */
    long progress() {
        return sum(done) + steps.get();
    }

    void cancel() {
        if (call != null) {
            call.cancel();
        }
    }

    private void line(JsonNode line) {
        String status = plain(line.path("status").asText());
        if (!status.equals(step)) {
            step = status;
            steps.incrementAndGet();
        }
        String part = line.path("digest").asText();
        if (!part.isEmpty() && (sizes.containsKey(part) || sizes.size() < MOST_PARTS)) {
            sizes.put(part, Math.max(0, line.path("total").asLong()));
            done.merge(part, Math.max(0, line.path("completed").asLong()), Math::max);
        }
    }

    private static long sum(Map<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String plain(String text) {
        String one = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return one.length() <= LONGEST_WORDS ? one : one.substring(0, LONGEST_WORDS) + "…";
    }
}
