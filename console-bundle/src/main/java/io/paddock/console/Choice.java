// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

/** What a word on the line may name, so that the shell can complete it. */
public enum Choice {
    /** Free text: nothing to offer. */
    ANYTHING,
    /** Id of a registered backend. */
    BACKEND,
    /** Id of an instance. */
    INSTANCE,
    /** Reference of a live lease. */
    LEASE,
    /** Either of the two. */
    INSTANCE_OR_LEASE,
    /** Name of an engine. */
    ENGINE,
    /** Name of a capability. */
    CAPABILITY,
    /** Name of a model. */
    MODEL,
    /** {@code name=} of an option that a backend declares. */
    BACKEND_OPTION
}
