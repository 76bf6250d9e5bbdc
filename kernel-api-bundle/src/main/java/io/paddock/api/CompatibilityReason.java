// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** The first rule that decided a compatibility answer. */
public enum CompatibilityReason implements WireNamed {
    /** Everything fits. */
    PROTOCOL_MATCH,
    /** There is no such backend. */
    BACKEND_UNREGISTERED,
    /** The kind of runtime is not accepted. */
    RUNTIME_KIND_MISMATCH,
    /** No management mode is accepted. */
    MANAGEMENT_MODE_MISMATCH,
    /** No protocol is shared. */
    UNSUPPORTED_PROTOCOL,
    /** The wanted startup kind is not offered. */
    STARTUP_KIND_UNSUPPORTED,
    /** Streaming differs from what is required. */
    MISSING_STREAMING,
    /** Another capability differs from what is required. */
    MISSING_CAPABILITY
}
