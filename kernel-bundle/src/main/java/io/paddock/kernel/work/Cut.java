// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

/** A call that was called off, because whom it would call is going away. */
public final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param name what was called off */
    public Cut(String name) {
        super(name + " was called off", null, false, false);
    }
}
