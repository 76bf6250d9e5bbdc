// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import java.util.Optional;

/** What an instance tells the table it lives in. Must not block. */
interface Neighbours {
    /** The instance has ended; nothing of it runs any more. */
    void over(Instance instance);

    /** The instance failed and leaves something behind; a problem when nobody takes it. */
    Optional<Problem> failed(Instance instance, Estate estate);

    /** The instance has given its leases away and gone, and has got others since. */
    void strayed(Instance instance, Problem because);

    /** The instance is going away and cannot serve this waiter; the next one may. */
    void goingAway(Instance instance, Waiter waiter);
}
