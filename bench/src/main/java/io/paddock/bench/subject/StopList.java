// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started and must be stopped on every way out, the last one first. Thread-safe. */
public final class StopList implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>(); // guarded by this

    /** A list that is also worked off when this JVM is told to end. */
    public static StopList forThisProcess() {
        StopList list = new StopList();
        Runtime.getRuntime().addShutdownHook(new Thread(list::close, "bench-stop"));
        return list;
    }

    /** Adds something; closing it twice must do no harm. */
    public <T extends AutoCloseable> T add(T what) {
        synchronized (this) {
            started.push(what);
        }
        return what;
    }

    /** Stops everything; a failure is printed and does not keep the rest running. */
    @Override
    public void close() {
        for (AutoCloseable next = take(); next != null; next = take()) {
            stop(next);
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
