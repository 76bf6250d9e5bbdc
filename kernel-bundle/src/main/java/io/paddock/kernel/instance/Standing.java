// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;

/**
 * How a lease stands, and what is behind it: the same for most leases of an instance, so that they share one.
 *
 * @param state where it stands
 * @param cause why it is recovering, else null
 * @param instanceId the instance behind it
 * @param backend the backend behind it
 * @param model the model behind it
 * @param generation of the endpoint
 */
record Standing(LeaseState state, Problem cause, String instanceId, String backend, String model, long generation) {
    static Standing of(Lease lease) {
        return new Standing(
                lease.state(),
                lease.cause(),
                lease.instanceId(),
                lease.backend(),
                lease.modelIdentity(),
                lease.endpointGeneration());
    }

    /** Good, with that instance behind it. */
    static Standing with(InstanceIdentity instance) {
        return new Standing(
                LeaseState.ACTIVE, null, instance.id(), instance.backend(), instance.model(), instance.generation());
    }

    /** It waits for another instance. */
    Standing recovering(Problem because) {
        return new Standing(LeaseState.RECOVERING, because, instanceId, backend, model, generation);
    }
}
