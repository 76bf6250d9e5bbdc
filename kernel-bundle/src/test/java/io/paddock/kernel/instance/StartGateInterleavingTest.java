// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.work.Race.require;

import io.paddock.kernel.work.Race;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The gate of starts under a model checker: so many at once, each once, and nobody waits for ever. */
@Tag("interleavings")
class StartGateInterleavingTest {
    @Test
    void engines_come_up_one_by_one_and_each_of_them() {
        Race.inOrders(250, () -> {
            Race race = new Race();
            Race.Room room = new Race.Room(1);
            StartGate gate = new StartGate(() -> 1);
            Runnable engine = () -> {
                CompletableFuture<StartGate.Turn> turn = new CompletableFuture<>();
                turn.complete(gate.enter(() -> race.threads().execute(() -> {
                    room.visit();
                    turn.join().leave();
                })));
            };
            race.run(engine, engine);
            require(!room.crowded(), "two came up at once");
            require(room.visits() == 2, "came up: " + room.visits());
        });
    }

    @Test
    void whoever_leaves_early_or_twice_neither_keeps_nor_makes_a_place() {
        Race.inOrders(250, () -> {
            int[] begun = {0, 0};
            StartGate gate = new StartGate(() -> 1);
            StartGate.Turn[] turns = {gate.enter(() -> begun[0]++), gate.enter(() -> begun[1]++)};
            new Race()
                    .run(
                            () -> {
                                turns[0].leave();
                                turns[0].leave();
                            },
                            turns[1]::leave);
            require(begun[0] == 1 && begun[1] <= 1, "one began twice");
            int[] later = {0};
            for (int i = 0; i < 2; i++) {
                StartGate.Turn unused = gate.enter(() -> later[0]++);
            }
            require(later[0] == 1, "places after all have left: " + later[0]);
        });
    }
}
