// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what a run of the runtime that was killed had begun, so that one revision of each backend is left. */
final class LeftOpen {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOpen.class);

    private LeftOpen() {}

    /** Returns at once: features must not be changed by whoever is being activated. */
    static void end(Ledger ledger, Endings endings) {
        List<Change> open = ledger.open();
        if (!open.isEmpty()) {
            Thread ending = new Thread(() -> open.forEach(one -> end(one, endings)), "paddock-swap-left-open");
            ending.setDaemon(true);
            ending.start();
        }
    }

    private static void end(Change change, Endings endings) {
        try {
            endings.endOpen(change::equals);
            LOG.warn(
                    "the runtime ended while backend '{}' was swapped; {}",
                    change.backend(),
                    change.committed() ? "the new revision serves" : "the old revision serves");
        } catch (RuntimeException e) {
            LOG.error("the swap of backend '{}' that was left open cannot be ended", change.backend(), e);
        }
    }
}
