// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

/**
 * When to read a process's output on. An engine that writes a line or ten for each request would wake a thread of the
 * runtime for every one, on the cores that the engine computes on; left in the pipe for a moment they come together.
 * Belongs to one thread.
 */
final class ReadPace {
    static final int AT_ONCE = 32; // reads in a second that nothing delays
    static final long PAUSE_NANOS = 20_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    private long begin; // of the second that is counted, monotonic
    private int reads;

    /** @param now monotonic nanoseconds */
    ReadPace(long now) {
        begin = now;
    }

    /**
     * How long to wait after a read, in nanoseconds; 0 while reads are rare, and after a read that filled its buffer:
     * there is more, and the process must not wait for room in the pipe.
     */
    long pause(boolean full, long now) {
        if (now - begin >= SECOND_NANOS) {
            begin = now;
            reads = 0;
        }
        reads++;
        return full || reads <= AT_ONCE ? 0 : PAUSE_NANOS;
    }
}
