// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.chat;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands the lines of a response from the client's threads to the one thread that reads them. A line is asked for when the
 * one before was taken, so that a slow reader slows the engine down. Reading is bounded and ends at an interrupt.
 */
final class ResponseLines implements Flow.Subscriber<String> {
    /** What comes next: a line, the end, or the reason why there is no more. */
    @FunctionalInterface
    private interface Next {
        Optional<String> take();
    }

    private static final int LINES_AFTER_LAST = 4;

    private final BlockingQueue<Next> arrived = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
    private volatile boolean cancelled;
    private volatile int status;

    void status(int code) {
        status = code;
    }

    /** The status of the response; known once a line or the end was taken. */
    int status() {
        return status;
    }

    /** The next line, or empty at the end; throws {@link InferenceException} when there will be none. */
    Optional<String> next(Duration silence) throws InterruptedException {
        Next next = arrived.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            throw new InferenceException(
                    ErrorCode.UPSTREAM_FAILED, "The engine sent nothing for " + silence.toSeconds() + " s.");
        }
        Optional<String> line = next.take();
        line.ifPresent(taken -> subscription.get().request(1));
        return line;
    }

    /** Takes what little may follow the last word, so that the connection can be used again. */
    void awaitEnd(Duration silence) throws InterruptedException {
        try {
            for (int line = 0; line < LINES_AFTER_LAST && next(silence).isPresent(); line++) {
                // Nothing to keep.
            }
        } catch (InferenceException e) {
            // The answer is whole; how its connection ends changes nothing.
        }
    }

    /** Ends the reading from another thread. */
    void breakOff(InferenceException reason) {
        arrived.add(() -> {
            throw reason;
        });
    }

    /** Nobody reads any more. */
    void cancel() {
        cancelled = true;
        Flow.Subscription current = subscription.get();
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription.set(source);
        if (cancelled) {
            source.cancel();
        } else {
            source.request(1);
        }
    }

    @Override
    public void onNext(String line) {
        arrived.add(() -> Optional.of(line));
    }

    @Override
    public void onError(Throwable cause) {
        breakOff(UpstreamError.broken(cause));
    }

    @Override
    public void onComplete() {
        arrived.add(Optional::empty);
    }
}
