// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The one mapping from failures to HTTP. */
final class Problems {
    private Problems() {}

    /** A failure as a problem; of one that is none of ours, nothing is told but that it happened. */
    static Problem of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof InferenceException known
                ? known.problem()
                : Problem.of(ErrorCode.INTERNAL, "Paddock failed; its log tells more under this request's id");
    }

    /** The status for a code. No default branches on kinds: a new kind must be decided here. */
    static int status(ErrorCode code) {
        return switch (code.kind()) {
            case CALLER -> callerStatus(code);
            case CAPACITY -> 503;
            case BACKEND -> code == ErrorCode.ENGINE_UNAVAILABLE ? 503 : 502;
            case KERNEL -> 500;
        };
    }

    private static int callerStatus(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST, UNKNOWN_FIELD, MISSING_FIELD -> 400;
            case ADMIN_TOKEN_REQUIRED -> 401;
            case FOREIGN_ORIGIN, NOT_LEASE_OWNER -> 403;
            case ROUTE_NOT_FOUND,
                    BACKEND_NOT_REGISTERED,
                    MODEL_NOT_FOUND,
                    ALIAS_NOT_FOUND,
                    INSTANCE_NOT_FOUND,
                    LEASE_NOT_FOUND,
                    ENGINE_NOT_FOUND,
                    SWAP_NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case INCOMPATIBLE,
                    ALIAS_TAKEN,
                    ENGINE_IN_USE,
                    SAME_REVISION,
                    NATIVE_PINNED,
                    SWAP_UNDER_WAY,
                    REVISION_REFUSED -> 409;
            case BODY_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            default -> 422;
        };
    }

    /** Seconds for a {@code Retry-After} header, at least 1; empty when waiting does not help. */
    static OptionalLong retryAfterSeconds(Problem problem) {
        Duration wait = problem.retryAfter();
        if (wait != null) {
            return OptionalLong.of(Math.max(1, wait.plusMillis(999).toSeconds()));
        }
        return status(problem.code()) == 503 ? OptionalLong.of(1) : OptionalLong.empty();
    }
}
