// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.Problem;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTiming;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides how a swap goes on; never waits, never calls out, owns no thread. One phase follows the other; what fails
 * before the probation is over has everything undone, what fails later is told and left. All methods run on the swap's
 * mailbox.
 */
final class SwapMachine {
    private final SwapEffects effects;
    private final List<SwapPhase> script;
    private final List<SwapTiming> timings = new ArrayList<>();
    private SwapState state = SwapState.RUNNING;
    private int at = -1;
    private Moment entered;
    private Problem cause;

    SwapMachine(SwapEffects effects, List<SwapPhase> script) {
        this.effects = effects;
        this.script = List.copyOf(script);
    }

    void begin(Moment now) {
        if (at < 0) {
            next(now);
        }
    }

    /** That phase is done. A late word about another one decides nothing. */
    void done(SwapPhase phase, Moment now) {
        if (isAt(phase)) {
            leave(now);
            next(now);
        }
    }

    /** That phase failed, or did not end in its time. */
    void failed(SwapPhase phase, Problem problem, Moment now) {
        if (!isAt(phase)) {
            return;
        }
        cause = problem;
        leave(now);
        if (committed()) {
            next(now);
        } else {
            state = SwapState.ROLLING_BACK;
            effects.undo(phase);
        }
    }

    /** What was done is undone, as far as that goes. */
    void undone() {
        if (state == SwapState.ROLLING_BACK) {
            state = SwapState.ROLLED_BACK;
            effects.over();
        }
    }

    private boolean isAt(SwapPhase phase) {
        return state == SwapState.RUNNING && at >= 0 && script.get(at) == phase;
    }

    /** Whether the new one has proved good: from then on nothing is undone. */
    private boolean committed() {
        return at > script.indexOf(SwapPhase.PROBATION);
    }

    private void next(Moment now) {
        at++;
        if (at == script.size()) {
            at--;
            state = SwapState.SWITCHED;
            effects.over();
            return;
        }
        entered = now;
        timings.add(new SwapTiming(script.get(at), now.wall(), null));
        effects.enter(script.get(at));
    }

    private void leave(Moment now) {
        SwapTiming open = timings.remove(timings.size() - 1);
        Duration took = now.since(entered);
        timings.add(new SwapTiming(open.phase(), open.startedAt(), took));
    }

    SwapState state() {
        return state;
    }

    /** The phase it is in, or was in last; null before it begins. */
    SwapPhase phase() {
        return at < 0 ? null : script.get(at);
    }

    List<SwapTiming> timings() {
        return List.copyOf(timings);
    }

    /** Why it was undone, or what did not go well at its end; or null. */
    Problem cause() {
        return cause;
    }
}
