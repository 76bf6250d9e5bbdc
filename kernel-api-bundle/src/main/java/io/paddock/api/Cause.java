// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One link of a {@link CauseChain}.
 *
 * @param seq number of the event that tells it, or null when no event does
 * @param at wall-clock time
 * @param text a sentence
 */
public record Cause(Long seq, Instant at, String text) {
    public Cause {
        requireNonNull(at, "at is null");
        requireNonNull(text, "text is null");
    }
}
