// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * An alias shall stand for something else.
 *
 * @param alias its name
 * @param target what it shall stand for; without a backend that of the alias
 * @param terms how
 */
public record ModelSwapRequest(String alias, ModelTarget target, SwapTerms terms) {
    public ModelSwapRequest {
        requireNonNull(alias, "alias is null");
        requireNonNull(target, "target is null");
        requireNonNull(terms, "terms is null");
    }
}
