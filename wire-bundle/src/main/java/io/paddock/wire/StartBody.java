// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import static java.util.Objects.requireNonNull;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.RequestContext;
import java.time.Duration;

/**
 * The body of a call for an instance: that of an ensure call, without a lease.
 *
 * @param request what is wanted
 * @param consumer what the caller can live with
 * @param context whose work it is
 * @param patience how long the caller waits; null: as long as the instance may take
 */
record StartBody(EndpointRequest request, ConsumerManifest consumer, RequestContext context, Duration patience) {
    StartBody {
        requireNonNull(request, "request is null");
    }
}
