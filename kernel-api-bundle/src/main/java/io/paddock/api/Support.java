// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Whether a capability is there. On the wire: {@code true}, {@code false} or {@code "unknown"}. */
public enum Support {
    /** It is there. */
    YES,
    /** It is not there. */
    NO,
    /** Nobody has found out. */
    UNKNOWN
}
