// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The order of a swap, without threads and clocks. */
class SwapMachineTest {
    private static final Problem BROKEN = Problem.of(ErrorCode.CANARY_FAILED, "it said nothing");

    private final List<String> effects = new ArrayList<>();
    private final SwapEffects noted = new SwapEffects() {
        @Override
        public void enter(SwapPhase phase) {
            effects.add("enter " + phase);
        }

        @Override
        public void undo(SwapPhase reached) {
            effects.add("undo " + reached);
        }

        @Override
        public void over() {
            effects.add("over");
        }
    };
    private final List<SwapPhase> script = SwapScript.of(SwapStrategy.SIDE_BY_SIDE);
    private final SwapMachine machine = new SwapMachine(noted, script);
    private long millis;

    private Moment now() {
        return new Moment(Duration.ofMillis(millis).toNanos(), Instant.ofEpochMilli(millis));
    }

    @Test
    void one_phase_follows_the_other_and_each_is_timed() {
        machine.begin(now());
        for (SwapPhase phase : script) {
            assertEquals(phase, machine.phase());
            millis += 7;
            machine.done(phase, now());
        }
        assertEquals(SwapState.SWITCHED, machine.state());
        assertNull(machine.cause());
        assertEquals(script.size() + 1, effects.size());
        assertEquals("over", effects.get(effects.size() - 1));
        machine.timings().forEach(one -> assertEquals(Duration.ofMillis(7), one.took()));
    }

    @Test
    void what_fails_before_the_probation_is_over_is_undone_once() {
        machine.begin(now());
        machine.done(SwapPhase.RESOLVE, now());
        machine.failed(SwapPhase.START, BROKEN, now());
        machine.failed(SwapPhase.START, BROKEN, now());
        machine.done(SwapPhase.START, now());
        assertEquals(SwapState.ROLLING_BACK, machine.state());
        machine.undone();
        machine.undone();
        assertEquals(SwapState.ROLLED_BACK, machine.state());
        assertEquals(BROKEN, machine.cause());
        assertEquals(List.of("enter RESOLVE", "enter START", "undo START", "over"), effects);
    }

    @Test
    void what_fails_after_the_probation_is_told_and_left() {
        machine.begin(now());
        for (SwapPhase phase : script) {
            if (phase == SwapPhase.DRAIN) {
                machine.failed(phase, BROKEN, now());
            } else {
                machine.done(phase, now());
            }
        }
        assertEquals(SwapState.SWITCHED, machine.state());
        assertEquals(BROKEN, machine.cause());
    }

    @Test
    void late_words_about_another_phase_decide_nothing() {
        machine.begin(now());
        machine.done(SwapPhase.CANARY, now());
        machine.failed(SwapPhase.STOP, BROKEN, now());
        assertEquals(SwapPhase.RESOLVE, machine.phase());
        assertEquals(SwapState.RUNNING, machine.state());
    }

    @Property
    void whatever_happens_the_order_is_kept_and_the_end_comes_once(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 39) Integer> happenings) {
        SwapMachine any = machine;
        List<String> seen = effects;
        any.begin(now());
        for (int what : happenings) {
            SwapPhase phase = what < 20 && any.phase() != null ? any.phase() : script.get(what % 9);
            if (what % 10 == 9) {
                any.undone();
            } else if (what % 10 == 8) {
                any.failed(phase, BROKEN, now());
            } else {
                any.done(phase, now());
            }
        }
        List<String> entered = seen.stream()
                .filter(one -> one.startsWith("enter "))
                .map(one -> one.substring("enter ".length()))
                .toList();
        assertEquals(script.subList(0, entered.size()).stream().map(Enum::name).toList(), entered);
        long undone = seen.stream().filter(one -> one.startsWith("undo ")).count();
        long over = seen.stream().filter("over"::equals).count();
        assertEquals(any.state() == SwapState.ROLLING_BACK || any.state() == SwapState.ROLLED_BACK ? 1 : 0, undone);
        assertEquals(any.state().isFinal() ? 1 : 0, over);
        assertEquals(entered.size(), any.timings().size());
        if (undone == 1) {
            assertEquals(false, entered.contains("DRAIN"), "nothing is undone after the probation");
        }
    }
}
