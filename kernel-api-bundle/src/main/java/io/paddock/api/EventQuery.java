// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.time.Duration;

/**
 * Which events are wanted.
 *
 * @param after only events with a greater number, from 0
 * @param limit at most so many, 1 to {@value #MOST}
 * @param instanceId only those of this instance, or null for all
 * @param patience how long to wait for the first one when there is none yet, 0 to one minute; null: not at all
 */
public record EventQuery(long after, int limit, String instanceId, Duration patience) {
    /** Most events of one answer. */
    public static final int MOST = 1000;
    /** Events of one answer when nothing else is said. */
    public static final int DEFAULT_LIMIT = 100;
    /** Longest wait. */
    public static final Duration MAX_PATIENCE = Duration.ofMinutes(1);

    public EventQuery {
        patience = patience == null ? Duration.ZERO : patience;
        require(after >= 0, "after", "after must be an integer from 0");
        require(limit >= 1 && limit <= MOST, "limit", "limit must be an integer from 1 to " + MOST);
        require(
                !patience.isNegative() && patience.compareTo(MAX_PATIENCE) <= 0,
                "wait_ms",
                "wait_ms must be an integer from 0 to " + MAX_PATIENCE.toMillis());
    }

    private static void require(boolean kept, String field, String detail) {
        if (!kept) {
            throw new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, field, detail));
        }
    }

    /** The first events after that number, of all instances, without waiting. */
    public static EventQuery after(long seq) {
        return new EventQuery(seq, DEFAULT_LIMIT, null, null);
    }
}
