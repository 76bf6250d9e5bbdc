// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.EndpointKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Remembers which endpoints failed lately. Bounded; thread-safe. */
final class Restarts {
    private static final int MOST = 1024;

    private final Supplier<RestartPolicy> policy;
    private final Map<EndpointKey, Crashes> crashes = new LinkedHashMap<>(); // guarded by this, latest last

    Restarts(Supplier<RestartPolicy> policy) {
        this.policy = policy;
    }

    /** An instance failed after it had been ready for {@code served}. */
    synchronized void failed(InstanceKey key, Problem problem, Duration served, Moment now) {
        Crashes known = of(key);
        crashes.remove(key.endpoint());
        crashes.put(
                key.endpoint(),
                known.and(
                        problem,
                        served,
                        now,
                        policy.get(),
                        ThreadLocalRandom.current().nextDouble()));
        if (crashes.size() > MOST) {
            crashes.remove(crashes.keySet().iterator().next());
        }
    }

    private Crashes of(InstanceKey key) {
        Crashes known = crashes.get(key.endpoint());
        return known == null || known.registration() != key.swapGeneration()
                ? Crashes.none(key.swapGeneration())
                : known;
    }

    /** Why nothing may be started for {@code key} now. */
    synchronized Optional<Problem> refusal(InstanceKey key, Moment now) {
        return of(key).refusal(key.endpoint().toString(), now);
    }

    /** How long the next start for {@code key} must wait. */
    synchronized Duration rest(InstanceKey key, Moment now) {
        return of(key).rest(now);
    }
}
