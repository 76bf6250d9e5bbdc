// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.state;

import static java.util.Objects.requireNonNull;

import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;

/**
 * What it takes to bring an instance up again.
 *
 * @param key the endpoint it stands for
 * @param generation generation of that endpoint, from 1
 * @param spec the wish it was planned for
 * @param startedOnPurpose whether somebody asked for the instance itself; otherwise only its leases want it
 */
public record WantedInstance(EndpointKey key, long generation, InstanceSpec spec, boolean startedOnPurpose) {
    public WantedInstance {
        requireNonNull(key, "key is null");
        requireNonNull(spec, "spec is null");
        if (generation < 1) {
            throw new IllegalArgumentException("generation is less than 1: " + generation);
        }
    }
}
