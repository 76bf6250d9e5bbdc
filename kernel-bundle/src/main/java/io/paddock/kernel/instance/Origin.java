// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.BackendManifest;
import io.paddock.kernel.work.CallGate;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;

/**
 * Where an instance comes from: one registration of one backend, without any object of the backend's classes.
 *
 * @param manifest what the backend declares, as plain values
 * @param registration number of the registration, from 1, never used twice
 * @param gate the way into the backend's code, or null where nothing is asked of it
 */
public record Origin(BackendManifest manifest, long registration, CallGate gate) {
    /** What an instance for that endpoint and wish is, when it comes from here. */
    public InstanceKey key(EndpointKey endpoint, InstanceSpec spec) {
        return new InstanceKey(endpoint, manifest.version(), registration, AliasKeys.variant(spec));
    }
}
