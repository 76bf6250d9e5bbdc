// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapStrategy;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever is swapped, undone and updated in whatever order: every request gets an endpoint, one instance stands for each
 * of them, generations grow, and leases live on.
 */
class SwapPropertyTest {
    private static final class World implements AutoCloseable {
        final Rig rig = new Rig();
        final SwapsService swaps = new SwapsService(rig.core);
        final FakeEngine good = new FakeEngine("good");
        final FakeEngine bad = new FakeEngine("bad");
        final FakeInstaller installer;
        final Map<String, Long> generations = new HashMap<>();
        final List<EnsureResult> requests = new ArrayList<>();
        int versions = 1;

        World() {
            bad.body = "{}";
            rig.limits = rig.limits.withParking(Parking.DEFAULT);
            installer = new FakeInstaller(rig, SwapWorld.version("1.0.0", good));
            swaps.bindInstaller(installer);
            rig.with(installer.current);
            Rig.get(rig.core.backends().settled());
            step(0); // a version is proved by what runs: without an instance there is nothing to prove it by
            step(8);
        }

        private EnsureResult ensure(int which, Duration ttl) {
            return Rig.get(rig.endpoints.ensure(
                    Rig.request(Rig.target("fake", Map.of("ctx_size", which % 2)), "anna", ttl, null)));
        }

        void step(int what) {
            switch (what % 8) {
                case 0, 1 ->
                    generations.put(
                            ensure(what / 8, Duration.ofMinutes(5)).lease().leaseRef(), 0L);
                case 2 -> requests.add(ensure(what / 8, null));
                case 3 ->
                    requests.stream().findFirst().ifPresent(one -> {
                        Rig.get(rig.endpoints.release(one.lease().leaseRef(), "anna"));
                        requests.remove(one);
                    });
                case 4 -> swap(good, what / 8 % 2 == 0);
                case 5 -> swap(bad, what / 8 % 2 == 0);
                case 6 -> neverReady();
                default -> update();
            }
            look();
        }

        private void swap(FakeEngine engine, boolean sideBySide) {
            installer.next = SwapWorld.version(++versions + ".0.0", engine);
            installer.next.engine = Integer.toString(versions / 2); // every second one plans other endpoints
            swap(sideBySide ? SwapStrategy.SIDE_BY_SIDE : SwapStrategy.DRAIN_STOP_START);
        }

        private void neverReady() {
            installer.next = SwapWorld.version(++versions + ".0.0", good);
            installer.next.engine = Integer.toString(versions / 2);
            installer.next.prepare = driver -> driver.probe = () -> new Probe.Pending("loading for ever");
            swap(SwapStrategy.SIDE_BY_SIDE);
        }

        /** Requests are asked for while it lasts. */
        private void swap(SwapStrategy strategy) {
            var begun =
                    Rig.get(swaps.start(new SwapRequest("fake", "file:x", SwapWorld.IMPATIENT.withStrategy(strategy))));
            CompletableFuture<?> ended = swaps.ended(begun.swapId());
            while (!ended.isDone()) {
                EnsureResult one = ensure(versions, null);
                Rig.get(rig.endpoints.release(one.lease().leaseRef(), "anna"));
                look();
            }
        }

        private void update() {
            FakeBackend before = installer.current;
            installer.current = SwapWorld.version(before.manifest().version(), good);
            installer.current.engine = before.engine;
            rig.core.backends().remove(before);
            rig.with(installer.current);
            Rig.get(rig.core.backends().settled());
        }

        private void look() {
            generations.replaceAll((ref, before) -> {
                Lease lease = rig.endpoints.lease(ref).orElseThrow();
                assertTrue(
                        lease.state() == LeaseState.ACTIVE || lease.state() == LeaseState.RECOVERING, lease.toString());
                assertTrue(lease.endpointGeneration() >= before, lease.endpointGeneration() + " after " + before);
                return lease.endpointGeneration();
            });
        }

        /** Everything came to rest: one instance for each endpoint, and every lease on it. */
        void settle() {
            requests.forEach(one -> Rig.get(rig.endpoints.release(one.lease().leaseRef(), "anna")));
            Rig.await(
                    "rest",
                    () -> generations.keySet().stream()
                            .map(ref -> rig.endpoints.lease(ref).orElseThrow())
                            .allMatch(lease -> lease.state() == LeaseState.ACTIVE && serves(lease)));
            Map<String, Integer> standing = new HashMap<>();
            generations.keySet().forEach(ref -> {
                InstanceSnapshot one =
                        rig.snapshot(rig.endpoints.lease(ref).orElseThrow().instanceId());
                standing.put(one.instanceId(), 1);
                assertEquals(installer.current.manifest().version(), one.backendVersion());
            });
            assertTrue(standing.size() <= 2, "one for each endpoint: " + standing);
        }

        private boolean serves(Lease lease) {
            InstanceSnapshot one = rig.instances.find(lease.instanceId()).orElse(null);
            return one != null
                    && one.lifecycleStatus() == InstanceState.READY
                    && one.endpointGeneration() == lease.endpointGeneration();
        }

        @Override
        public void close() {
            rig.close();
            good.close();
            bad.close();
        }
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void every_request_has_an_endpoint_and_every_endpoint_one_instance(
            @ForAll @Size(min = 4, max = 12) List<@IntRange(min = 0, max = 63) Integer> steps) {
        try (World world = new World()) {
            steps.forEach(world::step);
            world.settle();
        }
    }
}
