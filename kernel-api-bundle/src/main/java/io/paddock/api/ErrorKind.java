// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Who has to act on a failure. */
public enum ErrorKind {
    /** The caller asked for something that is wrong, unknown or not allowed. */
    CALLER,
    /** There is no room or no time right now; the same request may succeed later. */
    CAPACITY,
    /** The backend or its engine failed. */
    BACKEND,
    /** Paddock itself failed. */
    KERNEL
}
