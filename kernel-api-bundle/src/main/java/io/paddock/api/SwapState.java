// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Where a swap stands. */
public enum SwapState implements WireNamed {
    /** Under way. */
    RUNNING,
    /** It is being undone. */
    ROLLING_BACK,
    /** Done: the new one serves. */
    SWITCHED,
    /** Undone: the old one serves; the cause says why. */
    ROLLED_BACK;

    /** Whether nothing follows. */
    public boolean isFinal() {
        return this == SWITCHED || this == ROLLED_BACK;
    }
}
