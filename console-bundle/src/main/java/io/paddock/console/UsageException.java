// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

/** A line that is not understood; the message says why. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
