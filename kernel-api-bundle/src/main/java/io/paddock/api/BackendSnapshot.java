// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * A read-only picture of a registered backend.
 *
 * @param manifest what it declares
 * @param state whether it can work now
 * @param detail a sentence about the state, or null
 * @param instanceCount how many live instances it has
 */
public record BackendSnapshot(BackendManifest manifest, BackendState state, String detail, int instanceCount) {
    public BackendSnapshot {
        requireNonNull(manifest, "manifest is null");
        requireNonNull(state, "state is null");
    }
}
