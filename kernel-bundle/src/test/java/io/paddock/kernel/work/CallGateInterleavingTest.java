// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import static io.paddock.kernel.work.Race.require;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way into a backend under a model checker: so many at once, nobody forgotten, shut means shut. */
@Tag("interleavings")
class CallGateInterleavingTest {
    private static final Duration BUDGET = Duration.ofSeconds(1);

    private static String visit(Race.Room room) {
        room.visit();
        return "done";
    }

    @Test
    void one_place_means_one_at_once_and_whoever_waits_comes_in() {
        Race.inOrders(200, () -> {
            Race race = new Race();
            Race.Room room = new Race.Room(1);
            CallGate gate = new CallGate(new Workers(new StillTime(), race.threads()), 1);
            List<Call<String>> calls = List.of(
                    gate.prepare("first", BUDGET, () -> visit(room)),
                    gate.prepare("second", BUDGET, () -> visit(room)));
            race.run(() -> gate.start(calls.get(0)), () -> gate.start(calls.get(1)));
            for (Call<String> call : calls) {
                require("done".equals(call.answer().getNow(null)), "a call was forgotten");
                require(call.ended().isDone(), "a call never ended");
            }
            require(!room.crowded() && room.visits() == 2, "more than one inside, or visits: " + room.visits());
        });
    }

    @Test
    void a_shut_gate_lets_nobody_in_and_has_nobody_inside() {
        Race.inOrders(200, () -> {
            Race race = new Race();
            Race.Room room = new Race.Room(1);
            CallGate gate = new CallGate(new Workers(new StillTime(), race.threads()), 1);
            int[] after = {-1};
            Call<String> call = gate.prepare("call", BUDGET, () -> visit(room));
            race.run(() -> gate.start(call), () -> {
                CompletableFuture<Void> empty = gate.close();
                Completion.on(empty, (nothing, never) -> after[0] = room.visits());
            });
            require(call.answer().isDone() && call.ended().isDone(), "a call was forgotten");
            require(after[0] == room.visits(), "somebody came in after the gate was empty");
        });
    }

    @Test
    void a_call_over_its_budget_frees_its_place_once() {
        Race.inOrders(200, () -> {
            Race race = new Race();
            StillTime time = new StillTime();
            Race.Room room = new Race.Room(2);
            CallGate gate = new CallGate(new Workers(time, race.threads()), 1);
            Call<String> slow = gate.prepare("slow", BUDGET, () -> "slow");
            race.run(() -> gate.start(slow), time::ring);
            require(slow.answer().isDone() && slow.ended().isDone(), "a call was forgotten");
            race.run(() -> gate.start(gate.prepare("next", BUDGET, () -> visit(room))));
            require(room.visits() == 1, "its place was lost");
        });
    }
}
