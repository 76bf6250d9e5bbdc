// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One thread that fetches the next token of each generation in turn. The native queue wakes every waiting thread for
 * each token and lets them spin, so a thread per generation would take the processor from the model; two lanes, one
 * for first tokens and one for the others, do not.
 */
final class TokenLane {
    private final BlockingQueue<NativeGeneration> turns = new LinkedBlockingQueue<>();
    private final TokenLane next;
    private final Thread thread;

    /**
     * @param name of the thread
     * @param next where a generation goes after a token, or null to stay here
     */
    TokenLane(String name, TokenLane next) {
        this.next = next == null ? this : next;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    void add(NativeGeneration generation) {
        turns.add(generation);
    }

    /** Ends the thread; nothing may be in this lane, and nothing may come. */
    void end() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                NativeGeneration generation = turns.take();
                if (generation.step()) {
                    next.add(generation);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
