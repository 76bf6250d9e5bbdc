// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.BackendManifest;
import io.paddock.api.ManagementMode;
import io.paddock.api.StartupKind;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import io.paddock.spi.state.WantedInstance;
import java.time.Instant;

/**
 * What never changes about an instance.
 *
 * @param id unique in the life of this runtime
 * @param key what makes it shareable
 * @param generation from 1; counts the instances that stood for the same endpoint
 * @param spec the wish it was planned for, as plain values
 * @param manifest of the backend that planned it
 * @param model name under which it serves its model
 * @param startupKind how it comes up
 * @param managementMode who owns it
 * @param timings how patient the kernel is with it
 * @param insertedAt when it was made
 */
record InstanceIdentity(
        String id,
        InstanceKey key,
        long generation,
        InstanceSpec spec,
        BackendManifest manifest,
        String model,
        StartupKind startupKind,
        ManagementMode managementMode,
        Timings timings,
        Instant insertedAt) {
    static InstanceIdentity of(Blueprint blueprint, long generation, Instant now) {
        Origin origin = blueprint.origin();
        StartupPlan plan = blueprint.plan();
        return new InstanceIdentity(
                plan.key() + "-" + generation,
                blueprint.key(),
                generation,
                plain(blueprint.spec()),
                origin.manifest(),
                plan.model(),
                plan.startupKind(),
                plan.managementMode(),
                plan.timings(),
                now);
    }

    /** The same instance when it stands for its endpoint once more. */
    InstanceIdentity at(long later) {
        return new InstanceIdentity(
                id, key, later, spec, manifest, model, startupKind, managementMode, timings, insertedAt);
    }

    /** A wish may hold values of a backend's classes. */
    private static InstanceSpec plain(InstanceSpec spec) {
        return new InstanceSpec(
                spec.backend(),
                spec.model(),
                spec.startupKind(),
                spec.executionSurface(),
                PlainValues.map(spec.options()),
                spec.alias());
    }

    /** What it takes to bring up another one after a restart of the runtime. */
    WantedInstance wanted() {
        return new WantedInstance(key.endpoint(), generation, spec, false);
    }

    /** Where it comes from, without the way into the backend's code. */
    Origin origin() {
        return new Origin(manifest, key.swapGeneration(), null);
    }

    boolean spawned() {
        return startupKind == StartupKind.SPAWNED;
    }

    String backend() {
        return manifest.backend();
    }
}
