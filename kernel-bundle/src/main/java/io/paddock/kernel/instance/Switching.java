// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Note;
import io.paddock.spi.EndpointKey;
import java.util.concurrent.CompletableFuture;

/** What a switch from one instance to another moves, which may stand for another endpoint. Thread-safe; nothing blocks. */
final class Switching {
    /**
     * Who gives, and who takes.
     *
     * @param was the endpoint of the one that gives
     * @param from the one that gives, or null when it is gone already
     * @param to the one that takes
     */
    record Move(EndpointKey was, Instance from, Instance to) {}

    private final InstanceTable table;
    private final Surroundings around;

    Switching(InstanceTable table, Surroundings around) {
        this.table = table;
        this.around = around;
    }

    /** Says who stands for what from now on. Only within {@link InstanceTable#change}. */
    static Move move(Succession.Pair pair, Incumbents incumbents, Generations generations) {
        Instance from = incumbents.of(pair.from());
        Instance to = incumbents.of(pair.to());
        boolean stoodBefore =
                from != null && from.identity().generation() >= to.identity().generation();
        incumbents.succeed(pair.from(), to);
        if (stoodBefore) {
            generations.atLeast(pair.to().endpoint(), from.identity().generation());
            to.reinstate(generations.next(pair.to().endpoint()));
        }
        return new Move(pair.from().endpoint(), from, to);
    }

    /** Leases follow, also those that wait without an instance; completes when they have moved. */
    CompletableFuture<Void> carryOut(Move move, EventCause cause, String words) {
        InstanceIdentity now = move.to().identity();
        around.journal()
                .add(Note.of(
                        EventType.ENDPOINT_SWITCHED,
                        new About(now.backend(), now.id(), now.key().endpoint().toString(), now.generation()),
                        Because.of(cause, words),
                        move.from() == null
                                ? null
                                : "before: " + move.from().identity().id()));
        around.keeping().carriesOn(move.was(), now.wanted());
        if (move.from() != null) {
            new Handover(around.leases()).toInstance(move.from(), move.to(), around);
        }
        table.handWaiting(move.to());
        table.handWaiting(move.was(), move.to());
        CompletableFuture<Void> given = move.from() == null
                ? CompletableFuture.completedFuture(null)
                : move.from().settled();
        return given.thenCompose(gave -> move.to().settled());
    }
}
