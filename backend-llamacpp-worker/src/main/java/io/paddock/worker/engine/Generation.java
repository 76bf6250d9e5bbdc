// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import java.time.Duration;
import java.util.Optional;

/** A running generation, read by one thread. */
public interface Generation {
    /** Waits for what comes next; empty when nothing came within {@code patience}. */
    Optional<Event> next(Duration patience) throws InterruptedException;

    /** Gives it up; nothing more will come. Harmless when it is over. */
    void cancel();

    /** Something that happened. */
    sealed interface Event {}

    /**
     * Text, in whole characters.
     *
     * @param text may be empty
     * @param tokens how many tokens it stands for
     */
    record Piece(String text, int tokens) implements Event {}

    /**
     * It is over.
     *
     * @param byItself whether the model ended it; otherwise its limit did
     */
    record Ended(boolean byItself) implements Event {}

    /**
     * The engine gave up.
     *
     * @param reason in the engine's words
     */
    record Broken(String reason) implements Event {}
}
