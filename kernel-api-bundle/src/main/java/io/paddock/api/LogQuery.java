// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Which lines of an instance's process are wanted. Its lines are numbered from 1.
 *
 * @param instanceId the instance
 * @param after only lines with a greater number, from 0; null: the last ones there are, without waiting
 * @param limit at most so many, 1 to {@value #MOST}
 * @param patience how long to wait for the first one when there is none yet, 0 to one minute; null: not at all
 */
public record LogQuery(String instanceId, Long after, int limit, Duration patience) {
    /** Most lines of one answer. */
    public static final int MOST = 200;
    /** Lines of one answer when nothing else is said. */
    public static final int DEFAULT_LIMIT = 100;

    public LogQuery {
        requireNonNull(instanceId, "instanceId is null");
        patience = patience == null ? Duration.ZERO : patience;
        require(after == null || after >= 0, "after", "after must be an integer from 0");
        require(limit >= 1 && limit <= MOST, "limit", "limit must be an integer from 1 to " + MOST);
        require(
                !patience.isNegative() && patience.compareTo(EventQuery.MAX_PATIENCE) <= 0,
                "wait_ms",
                "wait_ms must be an integer from 0 to " + EventQuery.MAX_PATIENCE.toMillis());
        require(
                after != null || patience.isZero(),
                "after",
                "waiting needs after: the number that the last answer named");
    }

    private static void require(boolean kept, String field, String detail) {
        if (!kept) {
            throw new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, field, detail));
        }
    }

    /** The last {@code limit} lines. */
    public static LogQuery last(String instanceId, int limit) {
        return new LogQuery(instanceId, null, limit, null);
    }
}
