// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Who owns the life of the engine. */
public enum ManagementMode implements WireNamed {
    /** A provider somewhere else; known so that consumers may name it. */
    PROVIDER_MANAGED,
    /** Paddock starts, watches and stops it. */
    RUNTIME_MANAGED,
    /** Somebody else runs it; Paddock only looks and never stops it. */
    EXTERNALLY_MANAGED
}
