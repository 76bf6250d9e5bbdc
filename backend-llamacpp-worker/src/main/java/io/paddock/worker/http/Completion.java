// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import io.paddock.worker.Refusal;
import io.paddock.worker.engine.Generation;
import io.paddock.worker.engine.Generation.Broken;
import io.paddock.worker.engine.Generation.Ended;
import io.paddock.worker.engine.Generation.Event;
import io.paddock.worker.engine.Generation.Piece;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Follows one generation to its end: shows its text, cuts it at stop texts, counts its tokens. */
final class Completion {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private final Generation generation;
    private final int limit;
    private final StopMatcher stops;
    private int tokens;

    /**
     * @param limit longest answer in tokens that the engine was told
     * @param stops texts that end the answer
     */
    Completion(Generation generation, int limit, List<String> stops) {
        this.generation = generation;
        this.limit = limit;
        this.stops = new StopMatcher(stops);
    }

    /** Where the text goes. */
    interface Reader {
        /** More text, never empty. */
        void text(String text) throws IOException;

        /** Nothing came for a while; a good time to see whether anybody still listens. */
        void nothingYet() throws IOException;
    }

    /**
     * How it ended.
     *
     * @param finishReason {@code stop} or {@code length}
     * @param tokens how many tokens were generated
     */
    record Outcome(String finishReason, int tokens) {}

    /**
     * Blocks until the end; on every other way out the generation is given up.
     *
     * @throws IOException when the reader is gone
     */
    Outcome follow(Reader reader) throws IOException, InterruptedException {
        boolean ended = false;
        try {
            while (true) {
                Optional<Event> event = generation.next(HEARTBEAT);
                if (event.isEmpty()) {
                    reader.nothingYet();
                } else if (event.get() instanceof Piece piece) {
                    if (shown(piece, reader)) {
                        return new Outcome("stop", tokens);
                    }
                } else {
                    ended = true;
                    return outcome(event.get(), reader);
                }
            }
        } finally {
            if (!ended) {
                generation.cancel();
            }
        }
    }

    /** Shows a piece; true when a stop text ends the answer with it. */
    private boolean shown(Piece piece, Reader reader) throws IOException {
        tokens += piece.tokens();
        show(stops.feed(piece.text()), reader);
        return stops.matched();
    }

    private Outcome outcome(Event event, Reader reader) throws IOException {
        if (event instanceof Broken broken) {
            throw new Refusal(500, "upstream_failed", null, "the engine failed: " + broken.reason());
        }
        show(stops.rest(), reader);
        return ((Ended) event).byItself() ? new Outcome("stop", tokens) : new Outcome("length", limit);
    }

    private static void show(String text, Reader reader) throws IOException {
        if (!text.isEmpty()) {
            reader.text(text);
        }
    }
}
