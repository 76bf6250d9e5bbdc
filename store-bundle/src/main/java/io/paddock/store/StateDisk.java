// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.util.HashMap;
import org.h2.mvstore.SingleFileStore;

/** A file that gives space back to the disk in large pieces: each time it forces all its bytes there, which takes long. */
final class StateDisk extends SingleFileStore {
    private static final int WORTH_IT_PERCENT = 25;

    StateDisk() {
        super(new HashMap<>());
    }

    @Override
    protected void shrinkStoreIfPossible(int percent) {
        super.shrinkStoreIfPossible(Math.max(percent, WORTH_IT_PERCENT));
    }
}
