// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;

/** The clock and the alarm of the kernel. Thread-safe; tests bring one that they move by hand. */
public interface Time {
    /** Now, on both clocks. */
    Moment now();

    /** Runs {@code task} once after {@code delay}, on the timer's thread: it may enqueue, never work. */
    Alarm after(Duration delay, Runnable task);

    /** An armed alarm. */
    @FunctionalInterface
    interface Alarm {
        /** Disarms it; has no effect once it rang. */
        void cancel();
    }
}
