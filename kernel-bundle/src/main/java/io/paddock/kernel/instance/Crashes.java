// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The recent failures of one endpoint under one registration, and what follows from them. Pure.
 *
 * @param registration whose instances failed; another one starts with a clean sheet
 * @param times monotonic times of the failures that still count
 * @param last what the last one was
 * @param open whether it is a crash loop
 * @param notBefore monotonic time before which nothing is started
 */
record Crashes(long registration, List<Long> times, Problem last, boolean open, long notBefore) {
    static Crashes none(long registration) {
        return new Crashes(registration, List.of(), null, false, Long.MIN_VALUE);
    }

    /**
     * One more failure.
     *
     * @param served how long it had been ready before
     * @param chance from 0 to 1
     */
    Crashes and(Problem problem, Duration served, Moment now, RestartPolicy policy, double chance) {
        boolean wasWell = served.compareTo(policy.window()) >= 0;
        List<Long> recent = new ArrayList<>();
        if (!wasWell) {
            Duration back = open ? policy.window().plus(policy.pause()) : policy.window(); // a pause is no time
            times.stream().filter(time -> now.nanos() - time < back.toNanos()).forEach(recent::add);
        }
        boolean stillOpen = open && !recent.isEmpty();
        recent.add(now.nanos());
        boolean loop = stillOpen || recent.size() >= policy.crashes();
        Duration wait = loop ? policy.pause() : policy.backOff(recent.size(), chance);
        return new Crashes(registration, List.copyOf(recent), problem, loop, now.nanos() + wait.toNanos());
    }

    /** How long a start must wait. */
    Duration rest(Moment now) {
        return notBefore <= now.nanos() ? Duration.ZERO : Duration.ofNanos(notBefore - now.nanos());
    }

    /** Why nothing is started now: it is a crash loop, and its pause is not over. */
    Optional<Problem> refusal(String name, Moment now) {
        if (!open || rest(now).isZero()) {
            return Optional.empty();
        }
        Duration left = rest(now);
        return Optional.of(Problem.retryable(
                ErrorCode.CRASH_LOOP,
                name + " failed " + times.size() + " times in a short time and is left alone for another "
                        + left.toMillis() + " ms; its last error: " + last.detail(),
                left));
    }
}
