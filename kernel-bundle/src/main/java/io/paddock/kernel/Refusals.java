// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EventType;
import io.paddock.api.Problem;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Note;

/** Refused ensure calls as the journal keeps them. Pure. */
final class Refusals {
    static final int LONGEST = 256;

    private Refusals() {}

    static Note note(EnsureRequest request, Problem problem) {
        return new Note(
                EventType.ENSURE_REFUSED,
                About.backend(cut(request.request().targetPreference().backend())),
                Because.of(problem),
                null,
                request.lease().ownerRef(),
                wish(request));
    }

    private static String wish(EnsureRequest ensure) {
        EndpointRequest request = ensure.request();
        Object model = request.targetPreference().backendOptions().get(RequestRules.MODEL_OPTION);
        if (model == null && request.modelPreference() != null) {
            model = request.modelPreference().id();
        }
        String run = ensure.context().runId();
        String wish = (model == null ? "no model named" : "model " + model) + (run == null ? "" : ", run " + run);
        return cut(wish);
    }

    /** What callers write is kept, but not at any length. */
    private static String cut(String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
