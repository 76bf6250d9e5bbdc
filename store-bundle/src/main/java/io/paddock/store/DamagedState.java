// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

/** What was kept is torn, altered, older than what was acknowledged, or of a form that is not known. */
final class DamagedState extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param what a clause that follows "because" */
    DamagedState(String what) {
        super(what);
    }

    DamagedState(String what, Throwable cause) {
        super(what, cause);
    }
}
