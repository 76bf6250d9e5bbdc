// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ModelPreference;
import io.paddock.api.TargetPreference;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.InstanceSpec;

/**
 * Where a wish leads, before anything is planned or started.
 *
 * @param backend the registration that serves it
 * @param fit why it fits the consumer
 * @param spec the wish in the backend's terms
 * @param at when this was found out
 */
record Route(Registration backend, Compatibility fit, InstanceSpec spec, Moment at) {

    /**
     * What of a request decides the way it goes.
     *
     * @param contractVersion version of the contract
     * @param target the wanted backend and options
     * @param model the wanted model, or null
     * @param consumer who wants it
     */
    record Wish(String contractVersion, TargetPreference target, ModelPreference model, ConsumerManifest consumer) {
        static Wish of(EnsureRequest request) {
            return new Wish(
                    request.request().contractVersion(),
                    request.request().targetPreference(),
                    request.request().modelPreference(),
                    request.consumer());
        }
    }
}
