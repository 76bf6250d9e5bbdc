// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.nio.file.Path;
import java.util.HashMap;
import org.h2.mvstore.SingleFileStore;

/** A file that gives space back to the disk in large pieces: each time it forces all its bytes there, which takes long. */
class StateDisk extends SingleFileStore {
    private static final int WORTH_IT_PERCENT = 25;

    private final boolean whole;

    /**
     * One that is not open yet.
     *
     * @param whole whether the last commit is looked for in the whole file, and not only from where its header points to
     */
    StateDisk(boolean whole) {
        super(new HashMap<>());
        this.whole = whole;
    }

    StateDisk at(Path file) {
        open(file.toString(), false, (char[]) null);
        return this;
    }

    @Override
    protected void readStoreHeader(boolean recoveryMode) {
        super.readStoreHeader(whole || recoveryMode);
    }

    @Override
    protected void shrinkStoreIfPossible(int percent) {
        super.shrinkStoreIfPossible(Math.max(percent, WORTH_IT_PERCENT));
    }
}
