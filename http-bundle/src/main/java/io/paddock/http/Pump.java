// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Moves an answer from the engine to the client, chunk by chunk as they come, without looking into them. The next chunk is
 * asked for when the client took the last one, so a slow client slows its engine and no memory fills. Both sides may call
 * from their own threads; {@link #turn} lets one of them work at a time and never waits.
 */
final class Pump implements Flow.Subscriber<List<ByteBuffer>> {

    /** What becomes of the answer. */
    interface Outcome {
        /** A part of the engine's answer came. */
        void arrived();

        /** The engine sent all; the client may not have taken it yet. */
        void answered();

        /** The engine sent all and the client took all. */
        void relayed();

        /** The engine's answer broke off; {@code wrote} tells whether the client has seen any of it. */
        void upstreamBroke(Throwable cause, boolean wrote);

        /** The client does not take the answer any more. */
        void clientLeft(Throwable cause);
    }

    private static final int MERGE_LIMIT = 64 << 10;

    private final ServletOutputStream out;
    private final Outcome outcome;
    private final AtomicInteger turns = new AtomicInteger();
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>(); // filled only while empty and asked for; see turn
    private volatile List<ByteBuffer> arrived;
    private volatile Flow.Subscription upstream;
    private volatile Runnable ending;
    private volatile ByteBuffer lastWords;
    private volatile boolean upstreamEnded;
    private volatile boolean writable;
    private volatile boolean blocked;
    private volatile boolean stopped;
    private volatile long lastMove = System.nanoTime();
    private volatile boolean skipsBlanks;
    private boolean asked;
    private boolean wrote;

    Pump(ServletOutputStream out, Outcome outcome) {
        this.out = out;
        this.outcome = outcome;
    }

    /** Asks the container to tell when the client can take something. */
    void open() {
        out.setWriteListener(new ClientSide());
    }

    /**
     * Keeps back the blanks before the first other byte: an engine sends them while it works, to see whether it is still
     * listened to, and while the client has seen nothing a failure can still be told.
     */
    void skipLeadingBlanks() {
        skipsBlanks = true;
    }

    /** When a chunk came or went last, as {@link System#nanoTime}. */
    long lastMove() {
        return lastMove;
    }

    /** Whether the client has not yet taken what was written last. */
    boolean waitsForClient() {
        return blocked;
    }

    /** Sends {@code words} after what is under way, then runs {@code then}. */
    void finish(byte[] words, Runnable then) {
        lastWords = ByteBuffer.wrap(words);
        conclude(then);
    }

    /** Stops at once: nothing more is written, and the engine's connection is cut if it still sends. */
    void stop() {
        stopped = true;
        Flow.Subscription running = upstream;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        if (stopped) {
            subscription.cancel();
        }
        turn();
    }

    @Override
    public void onNext(List<ByteBuffer> chunk) {
        if (!upstreamEnded) {
            lastMove = System.nanoTime();
            arrived = chunk;
            outcome.arrived();
            turn();
        }
    }

    @Override
    public void onComplete() {
        outcome.answered();
        upstream = null; // nothing to cancel: the engine's connection goes back to the pool
        upstreamEnds(outcome::relayed);
    }

    @Override
    public void onError(Throwable cause) {
        upstreamEnds(() -> outcome.upstreamBroke(cause, wrote));
    }

    private void turn() {
        if (turns.getAndIncrement() != 0) {
            return; // whoever works now will look again
        }
        int seen = 1;
        do {
            try {
                work();
            } catch (IOException | IllegalStateException e) {
                leave(e);
            }
            seen = turns.addAndGet(-seen);
        } while (seen != 0);
    }

    private void work() throws IOException {
        while (writable && !stopped && canWrite()) {
            unpack();
            ByteBuffer next = waiting.poll();
            if (next != null && !next.hasRemaining()) {
                continue; // only blanks came
            }
            if (next != null) {
                wrote = true;
                lastMove = System.nanoTime();
                out.write(next);
            } else {
                endOrAsk();
                return;
            }
        }
    }

    private boolean canWrite() {
        boolean ready = out.isReady();
        blocked = !ready;
        return ready;
    }

    /** Takes what arrived; small pieces become one, for each write is a packet. */
    private void unpack() {
        List<ByteBuffer> chunk = arrived;
        if (chunk != null) {
            arrived = null;
            asked = false;
            if (skipsBlanks) {
                skipBlanks(chunk);
            }
            int size = chunk.stream().mapToInt(ByteBuffer::remaining).sum();
            if (chunk.size() == 1 || size > MERGE_LIMIT) {
                waiting.addAll(chunk);
            } else {
                ByteBuffer merged = ByteBuffer.allocate(size);
                chunk.forEach(merged::put);
                waiting.add(merged.flip());
            }
        }
        ByteBuffer words = lastWords;
        if (words != null) {
            lastWords = null;
            waiting.add(words);
        }
    }

    private void skipBlanks(List<ByteBuffer> chunk) {
        for (ByteBuffer piece : chunk) {
            while (piece.hasRemaining() && isBlank(piece.get(piece.position()))) {
                piece.get();
            }
            if (piece.hasRemaining()) {
                skipsBlanks = false;
                return;
            }
        }
    }

    private static boolean isBlank(byte one) {
        return one == ' ' || one == '\n' || one == '\r' || one == '\t';
    }

    private void endOrAsk() {
        Runnable end = ending;
        Flow.Subscription subscription = upstream;
        if (end != null) {
            ending = null;
            end.run(); // may set last words and another ending
        } else if (!asked && subscription != null) {
            asked = true;
            subscription.request(1);
        }
    }

    /** The first end counts: after an error was told, nothing may make the answer look whole. */
    private void upstreamEnds(Runnable then) {
        if (!upstreamEnded) {
            upstreamEnded = true;
            conclude(then);
        }
    }

    private void leave(Throwable cause) {
        stop();
        outcome.clientLeft(cause);
    }

    private void conclude(Runnable then) {
        if (!stopped) {
            ending = then;
            turn();
        }
    }

    /** A class of its own, for both sides have an {@code onError} and they mean different sides. */
    private final class ClientSide implements WriteListener {
        @Override
        public void onWritePossible() {
            writable = true;
            turn();
        }

        @Override
        public void onError(Throwable cause) {
            leave(cause);
        }
    }
}
