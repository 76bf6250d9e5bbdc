// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A failure as a value.
 *
 * @param code what went wrong, stable
 * @param detail a sentence that says what happened and what to do; holds no secret and no file path
 * @param field the offending field as a path in wire names ({@code lease.ttl_ms}), or null
 * @param retryAfter how long to wait before trying again, or null when waiting does not help
 * @param compatibility the compatibility answer of an {@link ErrorCode#INCOMPATIBLE} problem, else null
 */
public record Problem(ErrorCode code, String detail, String field, Duration retryAfter, Compatibility compatibility) {
    public Problem {
        requireNonNull(code, "code is null");
        requireNonNull(detail, "detail is null");
    }

    /** A problem with a code and a sentence only. */
    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, null, null, null);
    }

    /** A problem with one field of the request. */
    public static Problem ofField(ErrorCode code, String field, String detail) {
        return new Problem(code, detail, requireNonNull(field, "field is null"), null, null);
    }

    /** A problem that may be gone after {@code retryAfter}. */
    public static Problem retryable(ErrorCode code, String detail, Duration retryAfter) {
        return new Problem(code, detail, null, requireNonNull(retryAfter, "retryAfter is null"), null);
    }

    /** Consumer and backend do not fit. */
    public static Problem incompatible(String detail, Compatibility compatibility) {
        return new Problem(
                ErrorCode.INCOMPATIBLE, detail, null, null, requireNonNull(compatibility, "compatibility is null"));
    }
}
