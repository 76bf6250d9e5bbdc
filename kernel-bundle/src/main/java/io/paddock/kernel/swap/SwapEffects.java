// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.SwapPhase;

/** What a {@link SwapMachine} causes. */
interface SwapEffects {
    /** Do this phase; then {@link SwapMachine#done} or {@link SwapMachine#failed}. */
    void enter(SwapPhase phase);

    /** Undo what was done up to that phase, whatever of it was; then {@link SwapMachine#undone}. */
    void undo(SwapPhase reached);

    /** Nothing follows. */
    void over();
}
