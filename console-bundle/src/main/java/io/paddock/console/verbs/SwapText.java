// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Swap;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTiming;
import io.paddock.console.ProblemText;
import io.paddock.console.Table;
import io.paddock.console.Times;
import java.time.Duration;

/** Swaps as people read them. */
final class SwapText {
    private SwapText() {}

    static String of(SwapPlan plan) {
        return table(plan).text();
    }

    private static Table table(SwapPlan plan) {
        Table table = Table.plain().row("backend", plan.backend());
        if (plan.alias() != null) {
            table.row("alias", plan.alias());
        }
        return table.row("from", plan.from())
                .row("to", plan.to())
                .row("strategy", plan.strategy().wireName() + ": " + plan.because())
                .row("expected gap", gap(plan.expectedGap()))
                .row("instances", plan.instances().isEmpty() ? "none" : String.join(", ", plan.instances()));
    }

    private static String gap(Duration gap) {
        if (gap == null) {
            return "not known";
        }
        return gap.isZero() ? "none" : "requests wait about " + Times.shown(gap);
    }

    static String of(Swap swap) {
        Table table = table(swap.plan())
                .row("swap", swap.swapId())
                .row("state", state(swap))
                .row("candidates", swap.candidates().isEmpty() ? "none" : String.join(", ", swap.candidates()));
        swap.phases().forEach(one -> table.row(one.phase().wireName(), took(one)));
        if (swap.cause() != null) {
            table.note(ProblemText.line(swap.cause()));
        }
        return table.text();
    }

    private static String took(SwapTiming one) {
        return one.took() == null ? "under way" : one.took().toMillis() + "ms";
    }

    /** Where it stands, in a few words. */
    static String state(Swap swap) {
        return swap.state() == SwapState.RUNNING || swap.state() == SwapState.ROLLED_BACK
                ? swap.state().wireName() + ", " + swap.phase().wireName()
                : swap.state().wireName();
    }
}
