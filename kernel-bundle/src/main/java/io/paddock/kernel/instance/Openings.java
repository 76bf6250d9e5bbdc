// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.Optional;

/** Whether another instance may be started: not in a crash loop, and not beyond what the runtime takes on. Thread-safe. */
final class Openings {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Roster roster;
    private final Restarts restarts;
    private final Surroundings around;

    Openings(Roster roster, Restarts restarts, Surroundings around) {
        this.roster = roster;
        this.restarts = restarts;
        this.around = around;
    }

    /** Why nothing may be started for {@code key} now, or null. */
    Problem refusal(InstanceKey key, StartupPlan plan) {
        boolean attaches = plan.startupKind() == StartupKind.ATTACH_EXISTING_SERVICE;
        Optional<Problem> loop = attaches
                ? Optional.empty()
                : restarts.refusal(key, around.time().now());
        return loop.orElseGet(() -> left() <= 0 ? full() : null);
    }

    /** How many more instances may be there. */
    int left() {
        return around.limits().get().instances() - roster.size();
    }

    private Problem full() {
        return Problem.retryable(
                ErrorCode.AT_CAPACITY,
                "all " + around.limits().get().instances()
                        + " instances of this runtime are taken; stop one or try again later",
                RETRY_AFTER);
    }
}
