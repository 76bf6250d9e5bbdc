// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;

/** A call that took longer than it may; its thread was interrupted. */
public final class Overrun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overrun(String name, Duration budget) {
        super(name + " took longer than " + budget.toMillis() + " ms", null, false, false);
    }
}
