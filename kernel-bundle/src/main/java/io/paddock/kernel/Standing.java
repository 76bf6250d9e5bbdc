// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendState;

/**
 * Whether a backend can work now.
 *
 * @param state where it stands
 * @param detail a sentence about it, or null
 */
record Standing(BackendState state, String detail) {
    static final Standing CHECKING = new Standing(BackendState.CHECKING, null);
    static final Standing AVAILABLE = new Standing(BackendState.AVAILABLE, null);
    static final Standing DRAINING = new Standing(BackendState.DRAINING, "it is being removed");

    static Standing unavailable(String detail) {
        return new Standing(BackendState.UNAVAILABLE, detail);
    }
}
