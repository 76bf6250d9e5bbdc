// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

/** Nothing can be kept where it should be kept; what lies there may be fine. */
final class UnusableState extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param what a clause that follows "because", without a path */
    UnusableState(String what, Throwable cause) {
        super(what, cause);
    }
}
