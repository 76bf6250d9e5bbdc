// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.process.ProcessOutput;
import io.paddock.spi.StartupPlan;

/** Puts an instance together from its plan. */
final class Assembly {
    private Assembly() {}

    static Instance of(
            InstanceIdentity identity, Origin origin, StartupPlan plan, Surroundings around, Neighbours neighbours) {
        ProcessOutput output = new ProcessOutput(identity.id());
        Engine engine = plan.fold(
                spawn -> new OwnProcess(identity.id(), spawn.launch(), around.launcher(), around.workers(), output),
                embed -> new NoProcess(identity.id(), output),
                attach -> new NoProcess(identity.id(), output));
        DriverSeat.Ways ways = new DriverSeat.Ways(origin.gate(), around.workers(), around.time());
        DriverSeat seat = new DriverSeat(identity.id(), plan.driver(), ways, output.relay());
        return new Instance(identity, engine, seat, around, neighbours);
    }
}
