// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.kernel.work.Moment;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what a backend planned a moment ago, so that a wish for a ready instance needs no worker. Planning is pure;
 * the short memory is for plans that read files. Bounded; thread-safe.
 */
final class PlanCache {
    static final Duration FRESH = Duration.ofSeconds(5);
    private static final int MOST = 256;

    private record Planned(StartupPlan plan, Moment at) {}

    private final Map<InstanceSpec, Planned> plans = new LinkedHashMap<>(); // guarded by this, oldest first
    private boolean closed; // guarded by this
    private long forgotten; // times, guarded by this

    synchronized Optional<StartupPlan> find(InstanceSpec spec, Moment now) {
        Planned planned = plans.get(spec);
        return planned == null || now.since(planned.at()).compareTo(FRESH) > 0
                ? Optional.empty()
                : Optional.of(planned.plan());
    }

    /** How often everything was forgotten: to be asked before planning, and said with {@link #put}. */
    synchronized long age() {
        return forgotten;
    }

    /** Keeps a plan, unless everything was forgotten since planning began at {@code age}. */
    synchronized void put(InstanceSpec spec, StartupPlan plan, Moment now, long age) {
        if (closed || age != forgotten) {
            return;
        }
        plans.remove(spec);
        plans.put(spec, new Planned(plan, now));
        if (plans.size() > MOST) {
            plans.remove(plans.keySet().iterator().next());
        }
    }

    /** Forgets all plans, those that are being made too. */
    synchronized void forget() {
        forgotten++;
        plans.clear();
    }

    /** Forgets all plans, and remembers none any more. */
    synchronized void close() {
        closed = true;
        plans.clear();
    }
}
