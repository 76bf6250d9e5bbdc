// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import static io.paddock.kernel.work.Race.require;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mailbox under a model checker: one task at a time, none lost, each caller's in order. */
@Tag("interleavings")
class SerialExecutorInterleavingTest {
    @Test
    void one_task_at_a_time_and_none_is_lost() {
        Race.inOrders(400, () -> {
            Race race = new Race();
            Race.Room room = new Race.Room(1);
            SerialExecutor mailbox = new SerialExecutor(race.threads());
            race.run(() -> mailbox.execute(room::visit), () -> mailbox.executeHere(room::visit));
            require(!room.crowded(), "two tasks ran at once");
            require(room.visits() == 2, "ran: " + room.visits());
        });
    }

    @Test
    void what_one_caller_gives_runs_in_its_order() {
        Race.inOrders(300, () -> {
            Race race = new Race();
            List<Integer> order = new ArrayList<>();
            SerialExecutor mailbox = new SerialExecutor(race.threads());
            race.run(
                    () -> {
                        mailbox.executeHere(() -> order.add(1));
                        mailbox.execute(() -> order.add(2));
                    },
                    () -> mailbox.executeHere(() -> order.add(0)));
            require(order.size() == 3, "ran: " + order);
            require(order.indexOf(1) < order.indexOf(2), "out of order: " + order);
        });
    }

    @Test
    void a_mailbox_whose_threads_are_gone_loses_nothing_either() {
        Race.inOrders(200, () -> {
            Race.Room room = new Race.Room(1);
            SerialExecutor mailbox = new SerialExecutor(task -> {
                throw new RejectedExecutionException();
            });
            new Race().run(() -> mailbox.execute(room::visit), () -> mailbox.execute(room::visit));
            require(!room.crowded(), "two tasks ran at once");
            require(room.visits() == 2, "ran: " + room.visits());
        });
    }
}
