// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Why something is as it is.
 *
 * @param subject the instance, or the beginning of the lease's ref
 * @param text where it stands, in a sentence
 * @param items what led there, the latest first
 * @param complete whether it goes back to the first cause; otherwise the rest is no longer remembered
 */
public record CauseChain(String subject, String text, List<Cause> items, boolean complete) {
    public CauseChain {
        requireNonNull(subject, "subject is null");
        requireNonNull(text, "text is null");
        items = List.copyOf(items);
    }
}
