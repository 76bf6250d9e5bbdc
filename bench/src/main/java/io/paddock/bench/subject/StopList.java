// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What was started and must be stopped on every way out, the last one first. Thread-safe. */
public final class StopList implements AutoCloseable {
    private static final int OTHER_CLOSER_SECONDS = 120;

    private final Deque<AutoCloseable> started = new ArrayDeque<>(); // guarded by this
    private boolean closing; // guarded by this
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A list that is also worked off when this JVM is told to end. */
    public static StopList forThisProcess() {
        StopList list = new StopList();
        Runtime.getRuntime().addShutdownHook(new Thread(list::close, "bench-stop"));
        return list;
    }

    /**
     * Adds something; closing it twice must do no harm.
     *
     * @throws IllegalStateException when the list is being worked off; then it is stopped at once
     */
    public <T extends AutoCloseable> T add(T what) {
        synchronized (this) {
            if (!closing) {
                started.push(what);
                return what;
            }
        }
        stop(what);
        throw new IllegalStateException("the benchmark is being stopped");
    }

    /**
     * Stops everything, one after the other; a failure is printed and does not keep the rest running. A second caller
     * waits for the first, so that no folder is deleted under a runtime that is still going.
     */
    @Override
    public void close() {
        if (!begin()) {
            awaitOther();
            return;
        }
        for (AutoCloseable next = take(); next != null; next = take()) {
            stop(next);
        }
        closed.countDown();
    }

    private synchronized boolean begin() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    private void awaitOther() {
        try {
            if (!closed.await(OTHER_CLOSER_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("bench: not everything was stopped in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized AutoCloseable take() {
        return started.poll();
    }

    private static void stop(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            System.err.println("bench: could not stop " + what + ": " + e.getMessage());
        }
    }
}
