// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import static io.paddock.kernel.work.Race.require;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way into a backend under a model checker: so many at once, nobody forgotten, shut means shut. */
@Tag("interleavings")
class CallGateInterleavingTest {
    private static final Duration BUDGET = Duration.ofSeconds(1);

    @Test
    void one_place_means_one_at_once_and_whoever_waits_comes_in() {
        Race.inOrders(500, () -> {
            Race.Room room = new Race.Room(1);
            CallGate gate = gateOnCallersThread();
            Call<String> first = gate.prepare("first", BUDGET, () -> visit(room));
            Call<String> second = gate.prepare("second", BUDGET, () -> visit(room));
            new Race().run(() -> gate.start(first), () -> gate.start(second));
            require("done".equals(first.answer().getNow(null)), "the first call was forgotten");
            require("done".equals(second.answer().getNow(null)), "the second call was forgotten");
            require(first.ended().isDone() && second.ended().isDone(), "a call never ended");
            require(!room.crowded() && room.visits() == 2, "more than one inside, or visits: " + room.visits());
        });
    }

    @Test
    void a_gate_that_is_shut_forgets_no_call() {
        Race.inOrders(300, () -> {
            Race.Room room = new Race.Room(1);
            CallGate gate = gateOnCallersThread();
            Call<String> call = gate.prepare("call", BUDGET, () -> visit(room));
            List<CompletableFuture<Void>> empty = new ArrayList<>();
            new Race().run(() -> gate.start(call), () -> empty.add(gate.close()));
            require(call.answer().isDone() && call.ended().isDone(), "the call was forgotten");
            require(empty.get(0).isDone(), "the gate is empty and nobody knows");
        });
    }

    private static String visit(Race.Room room) {
        room.visit();
        return "done";
    }

    /** Whoever calls lends the thread, which leaves the checker fewer steps to order. */
    private static CallGate gateOnCallersThread() {
        return new CallGate(new Workers(new StillTime(), Runnable::run), 1);
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
