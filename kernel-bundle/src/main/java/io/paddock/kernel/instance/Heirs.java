// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.EndpointKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Who takes the estate of a failed instance: whoever stands for the endpoint by now, else another one like it, which comes
 * up when nothing of the old one runs any more and it has rested. Thread-safe; nothing blocks.
 */
final class Heirs {
    private final InstanceTable table;
    private final Restarts restarts;
    private final StartGate starts;
    private final Surroundings around;

    /** What was decided; nobody is spoken to under the table's lock. */
    private sealed interface Heir {
        record Nobody(Optional<Problem> because) implements Heir {}

        /** Its backend goes, and may be back. */
        record Later() implements Heir {}

        record There(Instance instance) implements Heir {}

        record Fresh(Instance instance, Blueprint blueprint) implements Heir {}
    }

    Heirs(InstanceTable table, Restarts restarts, StartGate starts, Surroundings around) {
        this.table = table;
        this.restarts = restarts;
        this.starts = starts;
        this.around = around;
    }

    /** Finds one; a problem when nobody takes it. */
    Optional<Problem> take(Instance lost, Estate estate) {
        restarts.failed(
                lost.identity().key(),
                estate.cause(),
                estate.served(),
                around.time().now());
        Heir heir = table.change((incumbents, generations) -> find(lost, estate, incumbents, generations));
        if (heir instanceof Heir.Nobody nobody) {
            return nobody.because();
        }
        if (heir instanceof Heir.There there) {
            there.instance().inherit(estate);
            return Optional.empty();
        }
        if (heir instanceof Heir.Fresh fresh) {
            fresh.instance().inherit(estate);
            startAfter(lost, fresh);
            return Optional.empty();
        }
        return table.asides().leave(lost, estate);
    }

    private Heir find(Instance lost, Estate estate, Incumbents incumbents, Generations generations) {
        Optional<Instance> standby = fallBack(lost, incumbents, generations);
        InstanceKey key = lost.identity().key();
        Instance current = incumbents.current(key.endpoint());
        if (standby.isPresent() && !estate.isEmpty()) {
            return new Heir.There(standby.get()); // it may stand for another endpoint
        }
        boolean alone = current == null || current == lost;
        Optional<Problem> loop = restarts.refusal(key, around.time().now());
        if (estate.isEmpty() || (alone && loop.isPresent())) {
            return new Heir.Nobody(loop.filter(problem -> !estate.isEmpty()));
        }
        if (!alone) {
            return new Heir.There(current);
        }
        Blueprint blueprint = incumbents.blueprint(lost);
        if (blueprint == null) {
            return new Heir.Later();
        }
        Instance heir = table.make(blueprint);
        heir.chronicle().succeeds(heir.identity());
        table.enter(heir, blueprint);
        return new Heir.Fresh(heir, blueprint);
    }

    /** The one that stood for the endpoint before, and is kept ready for that, takes its place again. */
    private static Optional<Instance> fallBack(Instance lost, Incumbents incumbents, Generations generations) {
        Optional<Instance> before = incumbents.takeStandby(lost);
        before.ifPresent(standby -> {
            EndpointKey endpoint = standby.identity().key().endpoint();
            incumbents.succeed(lost.identity().key(), standby);
            generations.atLeast(endpoint, lost.identity().generation());
            standby.reinstate(generations.next(endpoint));
        });
        return before;
    }

    private void startAfter(Instance lost, Heir.Fresh fresh) {
        Completion.on(lost.over(), (gone, never) -> {
            Duration rest = restarts.rest(
                    fresh.instance().identity().key(), around.time().now());
            fresh.instance().start(fresh.blueprint().attaches() ? null : starts, rest);
        });
    }
}
