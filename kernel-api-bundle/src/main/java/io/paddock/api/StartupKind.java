// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** How an instance comes up. */
public enum StartupKind implements WireNamed {
    /** As a child process. */
    SPAWNED,
    /** Inside this JVM. */
    EMBEDDED,
    /** It already runs and is attached to. */
    ATTACH_EXISTING_SERVICE
}
