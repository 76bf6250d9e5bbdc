// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.RawCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * A generation inside java-llama.cpp. The engine keeps the text of tokens that end an answer, so that the last piece
 * tells whether the model ended or its limit did.
 */
final class NativeGeneration implements Generation {
    private final LlamaModel model;
    private final int task;
    private final List<String> ends;
    private final ToIntFunction<String> tokensOf;
    private final Consumer<NativeGeneration> over;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;
    private boolean endSeen; // only the lanes touch it, one after the other

    NativeGeneration(
            LlamaModel model,
            int task,
            List<String> ends,
            ToIntFunction<String> tokensOf,
            Consumer<NativeGeneration> over) {
        this.model = model;
        this.task = task;
        this.ends = ends;
        this.tokensOf = tokensOf;
        this.over = over;
    }

    @Override
    public Optional<Event> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(events.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The lane that waits for this generation ends it after the token it waits for. */
    @Override
    public void cancel() {
        cancelled = true;
    }

    /** Ends it as {@link #cancel} does, and tells the one that reads it why. */
    void giveUp(String why) {
        cancelled = true;
        events.add(new Broken(why));
    }

    /** Whether it was ended early. */
    boolean wasCancelled() {
        return cancelled;
    }

    /** Fetches one token; false when there will be no more. */
    boolean step() {
        boolean more = false;
        try {
            more = fetched();
        } catch (RuntimeException e) { // whatever it is, the lane must go on for the others
            events.add(new Broken(String.valueOf(e.getMessage())));
        } finally {
            if (!more) {
                over.accept(this);
            }
        }
        return more;
    }

    private boolean fetched() {
        if (cancelled) {
            RawCalls.cancel(model, task);
            return false;
        }
        LlamaOutput output = RawCalls.receive(model, task);
        if (RawCalls.isLast(output)) {
            events.add(new Ended(endSeen));
            return false;
        }
        events.add(piece(output.text));
        return true;
    }

    private Piece piece(String text) {
        for (String end : ends) {
            if (text.endsWith(end)) {
                endSeen = true;
                String before = text.substring(0, text.length() - end.length());
                return new Piece(before, 1 + (before.isEmpty() ? 0 : tokensOf.applyAsInt(before)));
            }
        }
        endSeen = false;
        return new Piece(text, tokensOf.applyAsInt(text));
    }
}
