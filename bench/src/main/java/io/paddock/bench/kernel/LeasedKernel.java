// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import io.paddock.api.TargetPreference;
import io.paddock.kernel.KernelSubject;
import io.paddock.spi.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** A kernel with one ready instance and any number of leases on it. */
final class LeasedKernel implements AutoCloseable {
    static final Duration TTL = Duration.ofHours(1);

    private static final String HOLDER = "holder";
    private static final String CALLER = "caller";
    private static final EndpointRequest REQUEST = new EndpointRequest(
            "request", new TargetPreference(null, AttachedBackend.ID, null, null, Map.of(), Map.of()), null, null);

    private static final int AT_ONCE = 1000;

    private final KernelSubject kernel;
    private final List<String> held = new ArrayList<>();

    /** Grants {@code live} leases that nothing keeps. */
    LeasedKernel(int live) {
        this(live, null);
    }

    /**
     * Grants {@code live} leases.
     *
     * @param store what keeps leases, or null
     */
    LeasedKernel(int live, StateStore store) {
        kernel = new KernelSubject(new AttachedBackend(), store);
        release(ensure(CALLER)); // the instance is up from here on
        hold(live);
    }

    private CompletableFuture<EnsureResult> ask(String owner) {
        return kernel.endpoints()
                .ensure(new EnsureRequest(
                        REQUEST, ConsumerManifest.anyChat(), RequestContext.none(), new LeaseTerms(owner, TTL), null));
    }

    private Lease ensure(String owner) {
        return ask(owner).join().lease();
    }

    /** Joins the ready instance. */
    Lease ensure() {
        return ensure(CALLER);
    }

    void release(Lease lease) {
        kernel.endpoints().release(lease.leaseRef(), lease.ownerRef()).join();
    }

    /** Renews one of the leases that are held all the time. */
    Lease renew(String ref) {
        return kernel.endpoints().renew(ref, HOLDER, TTL).join();
    }

    /** The ref of one of the leases that are held all the time, in memory of its own. */
    String refAsRead(int which) {
        return new String(held.get(which).getBytes(US_ASCII), US_ASCII);
    }

    /** A plain map with a lease of its own for each that is held. */
    ConcurrentMap<String, Lease> copies() {
        ConcurrentMap<String, Lease> copies = new ConcurrentHashMap<>();
        for (int i = 0; i < held.size(); i++) {
            copies.put(held.get(i), renew(held.get(i)));
        }
        return copies;
    }

    /** Puts a later form of one lease in the place of the one that is there, and does nothing else. */
    Lease renewIn(ConcurrentMap<String, Lease> copies, String ref) {
        return copies.computeIfPresent(
                ref, (same, lease) -> until(lease, Instant.now().plus(TTL)));
    }

    private static Lease until(Lease lease, Instant end) {
        return new Lease(
                lease.leaseRef(),
                lease.ownerRef(),
                lease.ttl(),
                lease.renewable(),
                end,
                lease.grantedAt(),
                lease.state(),
                lease.instanceId(),
                lease.backend(),
                lease.modelIdentity(),
                lease.endpointGeneration(),
                lease.context());
    }

    /** Grants {@code count} more leases that are held to the end; many at once, for a store writes them together. */
    void hold(int count) {
        for (int left = count; left > 0; left -= AT_ONCE) {
            List<CompletableFuture<EnsureResult>> asked = Stream.generate(() -> ask(HOLDER))
                    .limit(Math.min(left, AT_ONCE))
                    .toList();
            asked.forEach(one -> held.add(one.join().lease().leaseRef()));
        }
    }

    boolean compatible() {
        return kernel.backends()
                .compatibility(AttachedBackend.ID, ConsumerManifest.anyChat())
                .compatible();
    }

    @Override
    public void close() {
        kernel.close();
    }
}
