// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.SwapState;
import io.paddock.kernel.instance.Parking;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is had by an alias survives the backend and the runtime. */
class AliasRestartTest {
    @TempDir
    Path folder;

    private static void awaitActive(AliasWorld world, String ref) {
        Rig.await(
                "the lease to be active",
                () -> world.rig
                        .endpoints
                        .lease(ref)
                        .map(lease -> lease.state() == LeaseState.ACTIVE)
                        .orElse(false));
    }

    @Test
    void a_lease_by_alias_is_good_again_after_a_restart_with_what_it_stands_for() {
        String ref;
        KeptState left;
        try (KeptState state = new KeptState()) {
            try (AliasWorld first = new AliasWorld(folder, state).withPet()) {
                EnsureResult granted = first.ensure();
                ref = granted.lease().leaseRef();
                assertEquals(
                        SwapState.SWITCHED,
                        first.swap(AliasWorld.DOG, SwapWorld.QUICK).state());
                Rig.await(
                        "the wish to be kept",
                        () -> state.instances().stream()
                                .anyMatch(one -> "dog".equals(one.spec().model())));
                left = state.afterDeath();
            }
        }
        try (KeptState state = left;
                AliasWorld second = new AliasWorld(folder, state)) {
            awaitActive(second, ref);
            Lease lease = second.rig.endpoints.lease(ref).orElseThrow();
            assertEquals("dog", lease.modelIdentity());
            assertTrue(lease.endpointGeneration() > 2, "another instance");
            assertEquals(lease.instanceId(), second.ensure().instanceId());
        }
    }

    @Test
    void what_the_alias_stands_for_counts_and_not_what_was_kept_with_the_lease() {
        String ref;
        KeptState left;
        try (KeptState state = new KeptState()) {
            try (AliasWorld first = new AliasWorld(folder, state).withPet()) {
                ref = first.ensure().lease().leaseRef();
                left = state.afterDeath(); // as of before the swap
                assertEquals(
                        SwapState.SWITCHED,
                        first.swap(AliasWorld.DOG, SwapWorld.QUICK).state());
            }
        }
        try (KeptState state = left;
                AliasWorld second = new AliasWorld(folder, state)) {
            awaitActive(second, ref);
            assertEquals("dog", second.rig.endpoints.lease(ref).orElseThrow().modelIdentity());
        }
    }

    @Test
    void a_backend_that_is_replaced_in_place_serves_the_alias_again() {
        try (AliasWorld world = new AliasWorld()) {
            world.rig.limits = world.rig.limits.withParking(Parking.DEFAULT);
            EnsureResult before = world.withPet().ensure();
            world.rig.core.backends().remove(world.backend);
            assertEquals(LeaseState.RECOVERING, world.lease(before).state());
            world.rig.with(world.backend);
            awaitActive(world, before.lease().leaseRef());
            Lease again = world.lease(before);
            assertEquals("cat", again.modelIdentity());
            assertEquals(2, again.endpointGeneration());
            assertEquals(again.instanceId(), world.ensure().instanceId());
        }
    }
}
