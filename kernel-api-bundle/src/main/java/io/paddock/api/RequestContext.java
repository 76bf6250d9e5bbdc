// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.Map;

/**
 * Whose work this is. Belongs to the lease, never to the shared instance.
 *
 * @param runId id of the run, or null
 * @param attemptId id of the attempt, or null
 * @param boundaryRef reference of the boundary, or null
 * @param observability open map; {@code trace_id} is understood
 */
public record RequestContext(String runId, String attemptId, String boundaryRef, Map<String, Object> observability) {
    private static final RequestContext NONE = new RequestContext(null, null, null, Map.of());

    public RequestContext {
        observability = observability == null ? Map.of() : Map.copyOf(observability);
    }

    /** A context that says nothing. */
    public static RequestContext none() {
        return NONE;
    }
}
