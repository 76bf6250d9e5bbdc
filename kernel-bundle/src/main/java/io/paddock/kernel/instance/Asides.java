// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import io.paddock.spi.state.WantedInstance;
import java.util.Optional;

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
        Interim waiting = new Interim(wanted, because, around, this);
        interims.enter(waiting);
        return waiting;
    }

    /** The leases of an instance that goes wait for the next one. */
    void setAside(Instance going, Problem because) {
        new Handover(around.leases()).toInterim(going, waitingFor(going, because, false));
    }

    /** Leases reached an instance that had gone already: they wait for the next one, which is to be brought up. */
    void setStraysAside(Instance gone, Problem because) {
        new Handover(around.leases()).toInterim(gone, waitingFor(gone, because, true));
    }

    /** What a lost instance leaves behind whose backend goes just then waits for the next one, if there may be one. */
    Optional<Problem> leave(Instance lost, Estate estate) {
        if (around.keeping().stopping()
                || around.limits().get().parking().window().isZero()) {
            return Optional.of(Faults.removed(lost.identity().backend()));
        }
        Interim waiting = waitingFor(lost, estate.cause(), true);
        waiting.take(estate.leases());
        estate.leases().forEach(lease -> lease.moveTo(waiting));
        waiting.stay();
        estate.waiters().forEach(Waiter::tryAgain);
        return Optional.empty();
    }

    private Interim waitingFor(Instance going, Problem because, boolean stray) {
        WantedInstance wanted = around.keeping().asKept(going.identity().wanted());
        Interim fresh = new Interim(wanted, new Interim.Reason(entryBefore(going.identity()), because), around, this);
        fresh.leftBy(going); // before anybody finds it
        Interim waiting = interims.enterUnless(fresh);
        waiting.leftBy(going);
        if (stray && waiting == fresh) {
            interims.stray(fresh);
        }
        return waiting;
    }

    /** The last thing before its leases had to wait: it ended, its backend went or another one came, or a swap began. */
    private long entryBefore(InstanceIdentity going) {
        return around.journal().latestAbout(note -> switch (note.type()) {
            case BACKEND_REMOVED, BACKEND_REGISTERED, SWAP_STARTED, SWAP_PHASE ->
                going.backend().equals(note.about().backend());
            default -> going.id().equals(note.about().instanceId());
        });
    }

    /** What stands for the endpoint of {@code interim}, which has leases, but which an instance may not find any more. */
    Interim standing(Interim interim) {
        if (interims.has(interim)) {
            return interim;
        }
        Interim standing = interims.enterUnless(interim);
        if (standing == interim) {
            interims.stray(interim);
        }
        return standing;
    }

    /** Its last lease has ended. */
    void emptied(Interim interim) {
        WantedInstance wanted = interim.wanted();
        if (!wanted.startedOnPurpose() && interims.take(interim)) {
            around.keeping().gone(wanted.key(), wanted.generation());
        }
    }
}
