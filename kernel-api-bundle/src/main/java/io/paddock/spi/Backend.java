// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import io.paddock.api.BackendManifest;
import io.paddock.api.InferenceException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to serve models, registered as an OSGi service. Stateless and thread-safe: what belongs to one instance lives
 * in its {@link InstanceDriver}.
 */
@ConsumerType
public interface Backend {
    /** What this backend declares; the same value on each call. */
    BackendManifest manifest();

    /**
     * Decides how an instance for {@code spec} comes up. Pure: contacts nobody, starts nothing, starts no thread.
     *
     * @throws InferenceException with the offending option as field when the spec cannot be served
     */
    StartupPlan plan(InstanceSpec spec);

    /**
     * Whether this backend can work on this machine now. Called on a worker thread, at registration and now and then;
     * may look at files, at most two seconds.
     */
    default Availability availability() {
        return Availability.available();
    }
}
