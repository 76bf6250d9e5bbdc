// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.StateStore;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What survives a restart of the runtime: leases with a TTL, and the instances that they or somebody want. When the
 * runtime itself goes, everything stays kept but what its owners give back. Thread-safe; nothing blocks.
 */
public final class Keeping {
    /** No write takes longer; whoever waits for it is then told that it failed. */
    static final Duration LONGEST_WRITE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private record Wanted(WantedInstance instance, CompletableFuture<Void> written) {
        /** A write that failed counts for nothing. */
        boolean stands(WantedInstance other) {
            return instance.equals(other) && !written.isCompletedExceptionally();
        }
    }

    private final StateStore store; // null: nothing is kept
    private final Time time;
    private final ConcurrentMap<EndpointKey, Wanted> wanted =
            new ConcurrentHashMap<>(); // as in the store, in its order
    private volatile boolean stopping;

    /** @param store where it is kept, or null to keep nothing */
    public Keeping(StateStore store, Time time) {
        this.store = store;
        this.time = time;
    }

    /** Whether that lease is kept. Those of single requests are not. */
    boolean keeps(Lease lease) {
        return keeps(lease.ttl());
    }

    /** Whether a lease with that TTL, or null, is kept. */
    boolean keeps(Duration ttl) {
        return store != null && ttl != null;
    }

    /** It was kept before this runtime began. */
    void known(WantedInstance instance) {
        wanted.put(instance.key(), new Wanted(instance, DONE));
    }

    /** Keeps a lease that {@link #keeps} is true for, and that its instance is wanted. */
    CompletableFuture<Void> keep(Lease lease, WantedInstance instance) {
        CompletableFuture<Void> first = want(instance);
        CompletableFuture<Void> then = store.keep(new KeptLease(instance.key(), lease));
        boolean both = first.isDone() && !first.isCompletedExceptionally();
        return bounded(both ? then : CompletableFuture.allOf(first, then));
    }

    /** A lease that is kept got another form, which nobody waits for. */
    void update(Lease lease, WantedInstance instance) {
        if (keeps(lease)) {
            CompletableFuture<Void> unused = want(instance);
            CompletableFuture<Void> unusedToo = store.keep(new KeptLease(instance.key(), lease));
        }
    }

    /** Somebody asked for the instance itself. */
    CompletableFuture<Void> onPurpose(WantedInstance instance) {
        return store == null ? DONE : bounded(want(purpose(instance, true)));
    }

    private CompletableFuture<Void> want(WantedInstance instance) {
        return wanted.compute(instance.key(), (key, before) -> {
                    WantedInstance now = before == null ? instance : later(before.instance(), instance);
                    return before != null && before.stands(now) ? before : new Wanted(now, store.keep(now));
                })
                .written();
    }

    /** An older instance may still have leases while the next one stands for the endpoint. */
    private static WantedInstance later(WantedInstance one, WantedInstance other) {
        WantedInstance later = other.generation() >= one.generation() ? other : one;
        return purpose(later, one.startedOnPurpose() || other.startedOnPurpose());
    }

    private static WantedInstance purpose(WantedInstance instance, boolean purposely) {
        return new WantedInstance(instance.key(), instance.generation(), instance.spec(), purposely);
    }

    /** The same, with what is known of whether somebody asked for it. */
    WantedInstance asKept(WantedInstance instance) {
        Wanted known = wanted.get(instance.key());
        return known == null ? instance : purpose(instance, known.instance().startedOnPurpose());
    }

    /** What stood for one endpoint stands for another one now: what somebody asked for is that. */
    void carriesOn(EndpointKey before, WantedInstance now) {
        Wanted known = wanted.get(before);
        if (known != null && known.instance().startedOnPurpose() && !before.equals(now.key())) {
            CompletableFuture<Void> unused = want(purpose(now, true));
        }
    }

    /** Another instance stands for the endpoint, if that is wanted. */
    void succeeded(WantedInstance instance) {
        if (wanted.containsKey(instance.key())) {
            CompletableFuture<Void> unused = want(instance);
        }
    }

    /** Nobody wants the instance itself any more. */
    void stopAsked(EndpointKey endpoint) {
        wanted.computeIfPresent(endpoint, (key, before) -> {
            WantedInstance now = purpose(before.instance(), false);
            return before.stands(now) ? before : new Wanted(now, store.keep(now));
        });
    }

    /** The instance of that id is gone already; nobody wants another one. */
    void stopAsked(String instanceId) {
        wanted.forEach((key, one) -> {
            long generation = one.instance().generation();
            if (instanceId.equals(key + "-" + generation)) {
                gone(key, generation);
            }
        });
    }

    /**
     * Nothing stands for the endpoint any more, and no lease waits for it.
     *
     * @param generation of the last instance; a later one is another story
     */
    void gone(EndpointKey endpoint, long generation) {
        wanted.computeIfPresent(endpoint, (key, before) -> {
            if (stopping || before.instance().generation() > generation) {
                return before;
            }
            CompletableFuture<Void> unused = store.drop(key);
            return null;
        });
    }

    /** An instance failed and nobody restarts it; it is wanted only if somebody asked for it. */
    void failed(EndpointKey endpoint, long generation) {
        Wanted now = wanted.get(endpoint);
        if (now != null && !now.instance().startedOnPurpose()) {
            gone(endpoint, generation);
        }
    }

    /** A lease is over, though its owner did not say so. One that ends with the runtime does not. */
    void lost(Lease lease) {
        boolean withRuntime = stopping && lease.state() == LeaseState.REVOKED;
        if (keeps(lease) && !withRuntime) {
            CompletableFuture<Void> unused = store.drop(lease.leaseRef());
        }
    }

    /** Its owner gave it back. */
    CompletableFuture<Void> drop(String ref) {
        return bounded(store.drop(ref));
    }

    /** From now on instances end because the runtime does. */
    public void runtimeStops() {
        stopping = true;
    }

    /** Whether the runtime is going down. */
    public boolean stopping() {
        return stopping;
    }

    private CompletableFuture<Void> bounded(CompletableFuture<Void> write) {
        if (write.isDone()) {
            return write;
        }
        CompletableFuture<Void> inTime = new CompletableFuture<>();
        Time.Alarm alarm = time.after(LONGEST_WRITE, () -> inTime.completeExceptionally(late()));
        Completion.on(write, (done, failure) -> {
            alarm.cancel();
            if (failure == null) {
                inTime.complete(null);
            } else {
                inTime.completeExceptionally(failure);
            }
        });
        return inTime;
    }

    private static InferenceException late() {
        return new InferenceException(Problem.retryable(
                ErrorCode.STATE_UNWRITABLE,
                "the state of the runtime was not written within " + LONGEST_WRITE.toSeconds()
                        + " s; see to its disk and try again",
                RETRY_AFTER));
    }

    /** What to tell whoever waits for a write that failed. */
    public static Problem problem(Throwable failure) {
        if (failure instanceof InferenceException known) {
            return known.problem();
        }
        LOG.error("the store failed", failure);
        return Problem.retryable(
                ErrorCode.STATE_UNWRITABLE,
                "the state of the runtime could not be written; its log says why",
                RETRY_AFTER);
    }

    /** Answers with {@code value} when a write has ended well. */
    static <T> void tell(CompletableFuture<Void> write, T value, Answer<T> answer) {
        Completion.on(write, (done, failure) -> {
            if (failure == null) {
                boolean unused = answer.grant(value);
            } else {
                boolean unused = answer.refuse(problem(failure));
            }
        });
    }
}
