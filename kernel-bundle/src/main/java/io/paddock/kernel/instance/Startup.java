// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The machine's half that deals with coming up: turn, deadline, what was seen, the candidate. Runs on the mailbox. */
final class Startup {
    private final Timings timings;
    private final Supplier<Vigilance> vigilance;
    private final Effects effects;
    private Readiness readiness; // null until it is its turn to start
    private Endpoint candidate;
    private String seen = "waits for its turn to start";

    Startup(InstanceIdentity identity, Supplier<Vigilance> vigilance, Effects effects) {
        this.timings = identity.timings();
        this.vigilance = vigilance;
        this.effects = effects;
    }

    /** It may come up after {@code delay}. */
    void begin(Duration delay) {
        if (delay.isZero()) {
            effects.launch();
        } else {
            seen = "failed lately; is started again after " + delay.toMillis() + " ms";
            effects.wake(Tick.LAUNCH, delay);
        }
    }

    void launching(Moment now) {
        readiness = new Readiness(timings.readyWithin(), vigilance.get().longestStart(), now);
        seen = "is being launched";
        effects.wake(Tick.READINESS, readiness.left(now));
    }

    boolean begun() {
        return readiness != null;
    }

    /** It is not ready yet; it is looked at again after a while. */
    void pending(String because, long progress, Moment now) {
        readiness.seen(because, progress, now);
        seen = because;
        candidate = null;
        effects.wake(Tick.PROBE, timings.probeEvery());
    }

    /** It says that it is ready; its health is asked before anybody is told. A second time decides nothing. */
    void answered(Endpoint endpoint) {
        if (candidate == null) {
            candidate = endpoint;
            effects.ask(Question.CHECK);
        }
    }

    Optional<Endpoint> candidate() {
        return Optional.ofNullable(candidate);
    }

    /** The deadline's alarm rings: why the start is given up; it is set again for what is left. */
    Optional<String> tooLate(Moment now) {
        Duration left = readiness.left(now);
        if (left.isNegative() || left.isZero()) {
            return Optional.of(readiness.verdict(now));
        }
        effects.wake(Tick.READINESS, left);
        return Optional.empty();
    }

    /** What was seen last, in words. */
    String seen() {
        return seen;
    }
}
