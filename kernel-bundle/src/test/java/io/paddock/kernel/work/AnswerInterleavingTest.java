// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import static io.paddock.kernel.work.Race.require;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An answer under a model checker: decided once, always delivered, and what nobody took is handed back once. */
@Tag("interleavings")
class AnswerInterleavingTest {
    private static final Problem LATE = Problem.of(ErrorCode.WAIT_EXPIRED, "too late");

    @Test
    void the_first_decision_counts_and_is_delivered_also_while_the_asker_stops_attending() {
        Race.inOrders(400, () -> {
            Race race = new Race();
            List<Problem> heard = new ArrayList<>();
            boolean[] said = {false, false};
            Answer<String> answer = new Answer<>(race.threads(), back -> {}, heard::add);
            race.run(() -> answer.attend(() -> said[0] = answer.grant("value")), () -> said[1] = answer.refuse(LATE));
            require(said[0] != said[1], "decided: " + said[0] + ", " + said[1]);
            require(answer.future().isDone(), "it was decided and never delivered");
            require(answer.future().isCompletedExceptionally() == said[1], "the other decision was delivered");
            require(heard.size() == (said[1] ? 1 : 0), "the refusal was told " + heard.size() + " times");
        });
    }

    @Test
    void a_decision_from_elsewhere_reaches_an_asker_who_leaves() {
        Race.inOrders(300, () -> {
            Race race = new Race();
            Answer<String> answer = new Answer<>(race.threads(), back -> {});
            race.run(() -> answer.attend(() -> {}), () -> answer.grant("value"));
            require(answer.future().isDone(), "it was decided and never delivered");
        });
    }

    @Test
    void a_value_is_taken_or_handed_back_once() {
        Race.inOrders(400, () -> {
            Race race = new Race();
            List<String> back = new ArrayList<>();
            boolean[] said = {false, false};
            Answer<String> answer = new Answer<>(race.threads(), back::add);
            race.run(
                    () -> said[0] = answer.grant("value"),
                    () -> said[1] = answer.future().cancel(true));
            boolean taken = !answer.future().isCancelled();
            require(answer.future().isDone() && said[1] != taken, "cancelled: " + said[1] + ", taken: " + taken);
            require(back.size() == (said[0] && !taken ? 1 : 0), "handed back " + back.size() + " times");
            require(said[0] || !taken, "taken, and never granted");
        });
    }
}
