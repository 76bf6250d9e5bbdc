// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Lease;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import io.paddock.kernel.instance.Limits;
import io.paddock.kernel.instance.RestartPolicy;
import io.paddock.kernel.instance.Vigilance;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A kernel with everything around it, and what was promised to whom. */
final class KernelWorld implements AutoCloseable {
    private static final List<String> OWNERS = List.of("anna", "bert");
    private static final int MOST_LEASES = 3;
    private static final RestartPolicy QUICK = new RestartPolicy(
            Duration.ofMillis(2), Duration.ofMillis(5), 6, Duration.ofSeconds(9), Duration.ofMillis(9));
    private static final Vigilance AWAKE = new Vigilance(1, Duration.ofMillis(1), Duration.ofSeconds(5));

    /** Patient with an engine's end: on a busy machine even a short one takes its time. */
    private static final Timings TIMINGS = new Timings(
            Duration.ofSeconds(9),
            Duration.ofMillis(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            Duration.ofSeconds(9),
            null);

    final CountedEngines engines = new CountedEngines();
    private final Rig rig = new Rig();
    private final FakeBackend[] versions = new FakeBackend[3];
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
    private final Map<String, Lease> granted = new ConcurrentHashMap<>();
    private final Set<String> released = ConcurrentHashMap.newKeySet();
    private List<Event> events = List.of();

    KernelWorld() {
        limit(4, MOST_LEASES, 30);
        comes(0);
    }

    // --- what happens

    void limit(int instances, int leasesPerOwner, int drainMs) {
        rig.limits = new Limits(instances, 2, leasesPerOwner, Duration.ofMillis(drainMs), QUICK, AWAKE);
    }

    /** One version of the backend is installed; the third is another backend that wants the same id. */
    void comes(int which) {
        if (versions[which] != null) {
            return;
        }
        FakeBackend backend = which == 2 ? new FakeBackend("fake") {} : new FakeBackend("fake");
        var manifest = Manifests.version(FakeBackend.manifest("fake"), which + ".0.0");
        backend.manifest = () -> manifest;
        backend.timings = TIMINGS;
        backend.plan = spec -> engines.plan(backend, spec);
        versions[which] = backend;
        rig.with(backend);
        Rig.get(rig.core.backends().settled());
    }

    /** A moment passes. */
    void pause(int ms) {
        try {
            boolean unused = new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void goes(int which) {
        if (versions[which] != null) {
            rig.core.backends().remove(versions[which]);
            versions[which] = null;
        }
    }

    void ensure(int which) {
        Duration ttl = which % 3 == 0 ? Duration.ofMillis(1 + which % 40) : Duration.ofMinutes(1);
        Duration patience = which % 4 == 0 ? Duration.ofMillis(which % 20) : null;
        CompletableFuture<EnsureResult> asked = rig.endpoints.ensure(Rig.request(
                Rig.target("fake", Map.of("ctx_size", which % 2)), OWNERS.get(which / 2 % 2), ttl, patience));
        remember(asked);
        if (which % 7 == 0) {
            asked.cancel(true);
        }
        answers.add(asked);
    }

    void start(int which) {
        answers.add(rig.instances.start(Rig.wishOptions("fake", Map.of("ctx_size", which % 2))));
    }

    void lease(String instance, int which) {
        CompletableFuture<EnsureResult> asked = rig.instances.lease(
                instance,
                new LeaseRequest(
                        ConsumerManifest.anyChat(),
                        RequestContext.none(),
                        new LeaseTerms(OWNERS.get(which % 2), Duration.ofMinutes(1)),
                        null));
        remember(asked);
        answers.add(asked);
    }

    private void remember(CompletableFuture<EnsureResult> asked) {
        var unused = asked.thenAccept(result -> granted.put(result.lease().leaseRef(), result.lease()));
    }

    /** By its owner, or by another one, who may not. */
    void release(Lease lease, int which) {
        boolean own = which % 3 != 0;
        CompletableFuture<Void> asked = rig.endpoints.release(lease.leaseRef(), own ? lease.ownerRef() : "eve");
        if (own) {
            released.add(lease.leaseRef());
        }
        answers.add(asked);
    }

    void renew(Lease lease, int which) {
        answers.add(rig.endpoints.renew(lease.leaseRef(), lease.ownerRef(), Duration.ofMillis(5 + which % 5000)));
    }

    void stop(String instance, boolean force) {
        answers.add(rig.instances.stop(instance, force));
    }

    // --- what can be seen

    List<Lease> leases() {
        return rig.endpoints.leases();
    }

    List<InstanceSnapshot> instances() {
        return rig.instances.list();
    }

    // --- what must hold

    /** At any time. */
    void check() {
        OWNERS.forEach(owner ->
                assertTrue(rig.endpoints.leasesOfOwner(owner).size() <= MOST_LEASES, "too many leases of " + owner));
        Set<String> refs = new HashSet<>();
        leases().forEach(lease -> assertTrue(refs.add(lease.leaseRef()), "a ref is listed twice"));
    }

    /** Everybody is answered, and no answer is a defect of the kernel. */
    void awaitAnswers() {
        for (CompletableFuture<?> answer : answers) {
            Rig.await("an answer", answer::isDone);
            if (answer.isCompletedExceptionally() && !answer.isCancelled()) {
                InferenceException told = (InferenceException)
                        Completion.cause(answer.handle((v, e) -> e).join());
                assertNotEquals(ErrorCode.INTERNAL, told.code(), told.getMessage());
            }
        }
    }

    /** Table and books agree on the live leases, and none of them ran out long ago. */
    void awaitAgreement() {
        Rig.await(
                "the books to agree",
                () -> instances().stream()
                                .mapToInt(InstanceSnapshot::leaseCount)
                                .sum()
                        == leases().size());
        Rig.await(
                "expired leases to go",
                () -> leases().stream().noneMatch(lease -> lease.expiresAt().isBefore(Instant.now())));
    }

    /** Whoever gives all back may take as many as before. */
    void checkQuota() {
        leases().forEach(lease -> Rig.get(rig.endpoints.release(lease.leaseRef(), lease.ownerRef())));
        Rig.await("all to be given back", () -> leases().isEmpty());
        limit(100, 1, 1);
        for (String owner : OWNERS) {
            Rig.await("the places of " + owner, () -> refusal(owner) == ErrorCode.BACKEND_NOT_REGISTERED);
        }
    }

    private ErrorCode refusal(String owner) {
        return rig.endpoints
                .ensure(Rig.wish("nobody", owner, null, null))
                .handle((result, failure) -> ((InferenceException) Completion.cause(failure)).problem())
                .join()
                .code();
    }

    /** A lease that was granted and not given back is there, or it is told what became of it. */
    void checkLeases() {
        granted.forEach((ref, lease) -> {
            if (!released.contains(ref)) {
                Lease found = rig.endpoints.lease(ref).orElseThrow(() -> new AssertionError("a lease was lost"));
                assertNotEquals(LeaseState.RELEASED, found.state());
                assertEquals(lease.ownerRef(), found.ownerRef());
                assertTrue(found.state() != LeaseState.REVOKED || found.cause() != null, "revoked without a cause");
            }
        });
    }

    /** No instance moves back, no lease comes back. */
    void checkEvents() {
        assertTrue(events.size() > 1, "nothing happened");
        EventOrder order = new EventOrder();
        events.forEach(order::next);
        assertEquals(List.of(), order.complaints());
    }

    @Override
    public void close() {
        rig.close();
        events = new ArrayList<>();
        long after = 0;
        for (List<Event> page = page(after); !page.isEmpty(); page = page(after)) {
            events.addAll(page);
            after = page.get(page.size() - 1).seq();
        }
    }

    private List<Event> page(long after) {
        return Rig.get(rig.events.read(new EventQuery(after, EventQuery.MOST, null, Duration.ZERO)))
                .items();
    }
}
