// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** What kind of thing answers. */
public enum RuntimeKind implements WireNamed {
    /** A library in the caller; no backend may declare it. */
    CLIENT,
    /** One run, then gone. */
    TASK,
    /** A running service. */
    SERVICE
}
