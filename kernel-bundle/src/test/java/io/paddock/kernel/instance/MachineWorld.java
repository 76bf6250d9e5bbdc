// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;

import io.paddock.api.Endpoint;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance, its heirs and everybody around them, as a model that keeps its own books and complains at once when the
 * machine's do not agree with them.
 */
final class MachineWorld {
    /** What the model knows of a lease. */
    private record Known(HeldLease lease, long deadlineNanos) {}

    private final Map<Waiter, String> answers = new LinkedHashMap<>(); // of all waiters; empty while open
    private final Map<String, Known> live = new LinkedHashMap<>();
    private final Map<String, LeaseState> ended = new LinkedHashMap<>();
    private final List<Being> beings = new ArrayList<>();
    double seconds;
    boolean nobodyInherits;

    MachineWorld() {
        beings.add(new Being());
    }

    static AssertionError broken(String rule) {
        return new AssertionError(rule);
    }

    /** The instance that stands for the endpoint now. */
    Being present() {
        return beings.get(beings.size() - 1);
    }

    List<Being> beings() {
        return List.copyOf(beings);
    }

    List<Waiter> waiters() {
        return List.copyOf(answers.keySet());
    }

    List<Lease> leases() {
        return live.values().stream().map(known -> known.lease().lease()).toList();
    }

    long open() {
        return answers.values().stream().filter(String::isEmpty).count();
    }

    boolean isOpen(Waiter waiter) {
        return answers.get(waiter).isEmpty();
    }

    void ask(Integer ttlSeconds) {
        Waiter waiter = Samples.waiter("anna", ttlSeconds == null ? null : Duration.ofSeconds(ttlSeconds));
        answers.put(waiter, "");
        present().machine.ensure(waiter, at(seconds));
    }

    /** Its caller gave up and was told so; nobody answers it any more. */
    void giveUp(Waiter waiter) {
        answers.put(waiter, "gave up");
        present().machine.forget(waiter);
    }

    private void answered(Waiter waiter, String how) {
        String before = answers.get(waiter);
        if (before != null && !before.isEmpty() && !before.equals("gave up")) {
            throw broken("a waiter was answered twice: " + before + ", " + how);
        }
        if (before != null && before.isEmpty()) {
            answers.put(waiter, how);
        }
    }

    void renew(String ref, int ttlSeconds) {
        Known known = live.get(ref);
        try {
            Lease renewed = holder(ref)
                    .machine
                    .leasing()
                    .renew(
                            new Asked(known.lease(), ref, new LeaseTerms("anna", Duration.ofSeconds(ttlSeconds))),
                            at(seconds));
            if (known.deadlineNanos() <= at(seconds).nanos()) {
                throw broken("an expired lease was revived");
            }
            if (!renewed.ttl().equals(Duration.ofSeconds(ttlSeconds))) {
                throw broken("a lease was not renewed as asked");
            }
            live.put(ref, new Known(known.lease(), at(seconds + ttlSeconds).nanos()));
        } catch (InferenceException e) {
            if (known.deadlineNanos() > at(seconds).nanos()) {
                throw broken("a live lease could not be renewed: " + e.getMessage());
            }
        }
    }

    void release(String ref) {
        Being holder = holder(ref);
        holder.machine.leasing().release(live.get(ref).lease(), "anna", at(seconds));
        holder.machine.leasesChanged();
    }

    private Being holder(String ref) {
        List<Being> holders = beings.stream()
                .filter(one -> one.machine.leasing().book().holds(live.get(ref).lease()))
                .toList();
        if (holders.size() != 1) {
            throw broken("a live lease is in " + holders.size() + " books");
        }
        return holders.get(0);
    }

    /** What must hold between any two events. */
    void check() {
        live.keySet().forEach(this::holder);
        int held = beings.stream()
                .mapToInt(one -> one.machine.leasing().book().size())
                .sum();
        if (held != live.size()) {
            throw broken("the books hold " + held + " leases, there are " + live.size());
        }
        for (Being one : beings) {
            boolean over = one.machine.state() == InstanceState.FAILED || one.machine.state() == InstanceState.STOPPED;
            if (over && !one.machine.leasing().book().isEmpty()) {
                throw broken("an instance that is over holds leases");
            }
        }
    }

    /** One instance with what it may cause. */
    final class Being implements Effects, LeaseDesk {
        final Map<Tick, Duration> alarms = new EnumMap<>(Tick.class);
        final InstanceMachine machine = new InstanceMachine(Samples.identity(), this, this, () -> Vigilance.DEFAULT);
        int terminations;
        boolean gone;
        boolean launchWanted;
        boolean launched;

        @Override
        public void wake(Tick tick, Duration delay) {
            alarms.put(tick, delay);
        }

        @Override
        public void ask(Question question) {
            if (!launched) {
                throw broken("a driver was asked before its engine was launched");
            }
        }

        @Override
        public void launch() {
            launchWanted = true;
        }

        @Override
        public Optional<Problem> handOver(Estate estate) {
            if (estate.isEmpty()) {
                return Optional.empty();
            }
            if (nobodyInherits) {
                return Optional.of(estate.cause());
            }
            Being heir = new Being();
            beings.add(heir);
            heir.machine.inherit(estate, at(seconds));
            return Optional.empty();
        }

        @Override
        public void terminate() {
            if (++terminations > 1) {
                throw broken("an engine was ended twice");
            }
            alarms.clear();
        }

        @Override
        public boolean granted(Waiter waiter, HeldLease held, Endpoint endpoint) {
            Lease lease = held.lease();
            if (machine.state() != InstanceState.READY || endpoint == null) {
                throw broken("a lease was granted on what is not ready");
            }
            long deadline = lease.ttl() == null
                    ? Long.MAX_VALUE
                    : at(seconds).nanos() + lease.ttl().toNanos();
            if (live.put(lease.leaseRef(), new Known(held, deadline)) != null) {
                throw broken("a ref was used twice");
            }
            boolean taken = answers.getOrDefault(waiter, "").isEmpty();
            answered(waiter, "granted");
            return taken;
        }

        @Override
        public void refused(Waiter waiter, Problem problem) {
            answered(waiter, "refused");
        }

        @Override
        public void goingAway(Waiter waiter) {
            answered(waiter, "sent on");
        }

        @Override
        public void ended(Lease lease) {
            Known known = live.remove(lease.leaseRef());
            if (known == null || ended.put(lease.leaseRef(), lease.state()) != null) {
                throw broken("a lease ended twice");
            }
            if (lease.state() == LeaseState.EXPIRED
                    && known.deadlineNanos() > at(seconds).nanos()) {
                throw broken("a lease expired too early");
            }
            if (lease.state() == LeaseState.REVOKED && lease.cause() == null) {
                throw broken("a lease was revoked without a reason");
            }
        }

        @Override
        public void changed(LeaseChange change, Lease lease) {
            if (!live.containsKey(lease.leaseRef())) {
                throw broken("a lease that is over changed");
            }
            boolean shouldServe = machine.state() == InstanceState.READY;
            if (lease.state() == LeaseState.ACTIVE && !shouldServe && machine.state() == InstanceState.STARTING) {
                throw broken("a lease is good while nothing serves it");
            }
        }
    }
}
