// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Effects and desk of a machine under test: writes everything down and does nothing. */
final class Recorder implements Effects, LeaseDesk {
    final Map<Tick, Duration> alarms = new EnumMap<>(Tick.class);
    final List<Question> asked = new ArrayList<>();
    final Map<Waiter, HeldLease> granted = new LinkedHashMap<>();
    final List<Problem> refused = new ArrayList<>();
    final List<Waiter> sentAway = new ArrayList<>();
    final List<Lease> ended = new ArrayList<>();
    final List<Lease> changed = new ArrayList<>();
    final Set<Waiter> absent = new HashSet<>();
    final List<Estate> estates = new ArrayList<>();
    Problem nobodyInherits;
    int launches;
    int terminations;

    @Override
    public void wake(Tick tick, Duration delay) {
        alarms.put(tick, delay);
    }

    @Override
    public void ask(Question question) {
        asked.add(question);
    }

    @Override
    public void launch() {
        launches++;
    }

    @Override
    public Optional<Problem> handOver(Estate estate) {
        estates.add(estate);
        return Optional.ofNullable(nobodyInherits);
    }

    @Override
    public void terminate() {
        terminations++;
    }

    @Override
    public boolean granted(Waiter waiter, HeldLease lease, Endpoint endpoint) {
        if (absent.contains(waiter)) {
            return false;
        }
        granted.put(waiter, lease);
        return true;
    }

    @Override
    public void refused(Waiter waiter, Problem problem) {
        refused.add(problem);
    }

    @Override
    public void goingAway(Waiter waiter) {
        sentAway.add(waiter);
    }

    @Override
    public void ended(Lease lease) {
        ended.add(lease);
    }

    @Override
    public void changed(LeaseChange change, Lease lease) {
        changed.add(lease);
    }

    List<ErrorCode> refusals() {
        return refused.stream().map(Problem::code).toList();
    }
}
