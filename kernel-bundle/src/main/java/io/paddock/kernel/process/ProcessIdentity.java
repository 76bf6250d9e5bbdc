// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.util.Optional;

/**
 * One process and no other that gets its number later.
 *
 * @param pid its number
 * @param start when it started, as {@link ProcessTable#startOf} tells it
 */
record ProcessIdentity(long pid, String start) {
    static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), ProcessTable.startOf(process));
    }

    /** The process, while it runs; empty too when its start time is not known. */
    Optional<ProcessHandle> find() {
        return start.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(pid)
                        .filter(ProcessTable::runs)
                        .filter(process -> start.equals(ProcessTable.startOf(process)));
    }
}
