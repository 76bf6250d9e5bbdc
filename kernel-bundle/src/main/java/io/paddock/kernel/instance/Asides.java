// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import io.paddock.spi.state.WantedInstance;

/** Sets leases aside that outlive their instance, until another one takes them. Thread-safe; nothing blocks. */
final class Asides {
    private final Interims interims;
    private final Surroundings around;

    Asides(Interims interims, Surroundings around) {
        this.interims = interims;
        this.around = around;
    }

    /** What stands for that endpoint of before a restart of the runtime. */
    Interim of(WantedInstance wanted, Interim.Reason because) {
        Interim waiting = new Interim(wanted, because, around, this::emptied);
        interims.enter(waiting);
        return waiting;
    }

    /** The leases of an instance that goes wait for the next one. */
    void setAside(Instance going, Problem because) {
        WantedInstance wanted = going.identity().wanted();
        Interim waiting = interims.find(wanted.key());
        if (waiting == null) {
            waiting = new Interim(wanted, new Interim.Reason(0, because), around, this::emptied);
            waiting.leftBy(going); // before anybody finds it
            interims.enter(waiting);
        }
        waiting.leftBy(going);
        new Handover(around.leases()).toInterim(going, waiting);
    }

    private void emptied(Interim interim) {
        WantedInstance wanted = interim.wanted();
        if (!wanted.startedOnPurpose() && interims.take(interim)) {
            around.keeping().gone(wanted.key(), wanted.generation());
        }
    }
}
