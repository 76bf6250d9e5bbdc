// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import io.paddock.api.EventCause;
import io.paddock.api.Problem;

/**
 * Why something happened.
 *
 * @param code stable
 * @param words for people
 * @param seq number of the entry that led to it, or 0
 */
public record Because(String code, String words, long seq) {
    /** A cause that is no failure. */
    public static Because of(EventCause cause, String words) {
        return new Because(cause.wireName(), words, 0);
    }

    /** A failure. */
    public static Because of(Problem problem) {
        return new Because(problem.code().wireName(), problem.detail(), 0);
    }

    /** The same as a consequence of an entry. */
    public Because after(long entry) {
        return new Because(code, words, entry);
    }
}
