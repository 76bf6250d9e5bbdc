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

    /** What stands for that endpoint while it has no instance; a new one when {@code because} is its first reason. */
    Interim of(WantedInstance wanted, Interim.Reason because) {
        Interim waiting = interims.find(wanted.key());
        if (waiting == null) {
            waiting = new Interim(wanted, because, around, this::emptied);
            interims.enter(waiting);
        }
        return waiting;
    }

    /** The leases of an instance that goes wait for the next one. */
    void setAside(Instance going, Problem because) {
        Interim interim = of(going.identity().wanted(), new Interim.Reason(0, because));
        new Handover(around.leases()).toInterim(going, interim);
    }

    private void emptied(Interim interim) {
        WantedInstance wanted = interim.wanted();
        if (!wanted.startedOnPurpose() && interims.take(interim)) {
            around.keeping().gone(wanted.key(), wanted.generation());
        }
    }
}
