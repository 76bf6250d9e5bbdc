// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import io.paddock.api.Capability;
import io.paddock.api.InferenceException;
import io.paddock.api.Support;
import java.time.Duration;
import java.util.Map;
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
}
