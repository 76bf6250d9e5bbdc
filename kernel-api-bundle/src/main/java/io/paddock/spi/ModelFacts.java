// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import io.paddock.api.Capability;
import io.paddock.api.InferenceException;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Implemented by a {@link Backend} that can find out what one model can do, where its manifest says unknown. */
@ConsumerType
public interface ModelFacts {
    /**
     * What is known about the model of {@code spec}; what is absent stays unknown. Facts narrow the manifest's unknown and
     * never contradict its yes or no. Only looks: loads, pulls and changes nothing. Called on a worker thread, when a
     * capability that the manifest leaves open decides whether a consumer is served; the answer is remembered for a
     * moment.
     *
     * @param budget how long the call may take, at most two seconds
     * @throws InferenceException saying why nothing can be found out, or which option cannot be served
     */
    Map<Capability, Support> facts(InstanceSpec spec, Duration budget);

    /**
     * The same, with the protocols that the model answers in. Override it where some models answer in fewer than the
     * manifest declares: those that only make vectors. Called instead of {@link #facts}, also when the manifest fits
     * but leaves open whether a model makes vectors.
     */
    default Known known(InstanceSpec spec, Duration budget) {
        return new Known(facts(spec, budget), Set.of());
    }

    /**
     * What is known about one model.
     *
     * @param capabilities what it can do and what not; what is absent stays unknown
     * @param protocols those of the manifest that it answers in; empty when that is not known
     */
    record Known(Map<Capability, Support> capabilities, Set<Protocol> protocols) {
        public Known {
            capabilities = Map.copyOf(capabilities);
            protocols = Set.copyOf(protocols);
        }
    }
}
