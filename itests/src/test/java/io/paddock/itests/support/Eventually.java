// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself. */
public final class Eventually {
    private static final int PATIENCE_SECONDS = 60;

    private Eventually() {}

    /** A look that may fail. */
    @FunctionalInterface
    public interface Look {
        /** Whether it has come. */
        boolean seen() throws Exception;
    }

    /** Looks until it is there; fails after a minute. */
    public static void holds(String what, Look look) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!look.seen()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
