// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

/**
 * When the tokens of an answer are due: the first after a fixed time, then one at a fixed pace, measured from the
 * arrival of the request and without drift.
 *
 * @param firstNanos time to the first token, nanoseconds, not negative
 * @param eachNanos time between two tokens, nanoseconds, not negative
 * @param tokens length of an answer, at least 1
 */
public record TokenClock(long firstNanos, long eachNanos, int tokens) {
    public TokenClock {
        if (firstNanos < 0 || eachNanos < 0 || tokens < 1) {
            throw new IllegalArgumentException("times must not be negative, tokens at least 1");
        }
    }

    /** The same in milliseconds, fractions allowed. */
    public static TokenClock ofMillis(double first, double each, int tokens) {
        return new TokenClock(Math.round(first * 1e6), Math.round(each * 1e6), tokens);
    }

    /** When token {@code index} (from 0) is due, in nanoseconds after the request. */
    public long dueNanos(int index) {
        return firstNanos + index * eachNanos;
    }
}
