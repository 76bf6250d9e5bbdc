// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * What one backend would do with a request, as things stand now.
 *
 * @param backend its id
 * @param backendVersion its version, or null when it is not registered
 * @param action what an ensure call would do
 * @param instanceId the instance that would be joined, or null
 * @param problem what an ensure call would be refused with, or null
 * @param state whether it can work, or null when it is not registered
 * @param stateDetail a sentence about the state, or null
 * @param modelOffered whether it lists the wanted model; null when no model is named or it lists none at all
 * @param compatibility whether it fits the consumer, with every mismatch
 */
public record BackendVerdict(
        String backend,
        String backendVersion,
        EnsureAction action,
        String instanceId,
        Problem problem,
        BackendState state,
        String stateDetail,
        Boolean modelOffered,
        Compatibility compatibility) {
    public BackendVerdict {
        requireNonNull(backend, "backend is null");
        requireNonNull(action, "action is null");
        requireNonNull(compatibility, "compatibility is null");
    }

    /** Whether an ensure call would get a lease from it. */
    public boolean suitable() {
        return action != EnsureAction.REFUSE;
    }
}
