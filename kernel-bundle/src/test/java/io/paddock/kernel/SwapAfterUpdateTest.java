// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.LeaseState;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.Swap;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A swap is asked for while what was updated in place is not up again: there is something to prove the new version by. */
class SwapAfterUpdateTest {
    private static final Parking PARKING = new Parking(Duration.ofSeconds(30), 16);

    private final CountDownLatch planning = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private CompletableFuture<Swap> begun;

    @AfterEach
    void close() {
        goOn.countDown();
    }

    /** Its first plan takes until {@link #goOn}. */
    private FakeBackend slowly(FakeBackend backend) {
        var planned = backend.plan;
        AtomicBoolean first = new AtomicBoolean(true);
        backend.plan = spec -> {
            if (first.compareAndSet(true, false)) {
                planning.countDown();
                Quick.awaitDeaf(goOn);
            }
            return planned.apply(spec);
        };
        return backend;
    }

    private void update(Rig rig, FakeBackend before, FakeBackend after) throws InterruptedException {
        rig.core.backends().remove(before);
        rig.with(slowly(after));
        assertTrue(planning.await(20, TimeUnit.SECONDS));
    }

    private void waits(CompletableFuture<Swap> asked) {
        begun = asked;
        assertThrows(TimeoutException.class, () -> asked.get(300, TimeUnit.MILLISECONDS), "nothing runs yet");
    }

    private SwapState ended(SwapsService swaps) {
        goOn.countDown();
        return Rig.get(begun.thenCompose(one -> swaps.ended(one.swapId()))).state();
    }

    @Test
    void a_version_that_never_gets_ready_is_undone() throws Exception {
        try (SwapWorld world = new SwapWorld()) {
            world.rig.limits = world.rig.limits.withParking(PARKING);
            EnsureResult lease = world.rig.ensure(Rig.wish("fake", "anna", Duration.ofMinutes(5), null));
            world.installer.current = SwapWorld.version("1.0.0", world.engineA);
            update(world.rig, world.old, world.installer.current);
            world.fresh.prepare = driver -> driver.probe = () -> new Probe.Pending("loading for ever");
            waits(world.swaps.start(new SwapRequest("fake", "file:next.jar", SwapWorld.IMPATIENT)));
            assertEquals(LeaseState.RECOVERING, world.lease(lease).state());
            assertEquals(SwapState.ROLLED_BACK, ended(world.swaps));
            assertEquals(LeaseState.ACTIVE, world.lease(lease).state());
        }
    }

    @Test
    void so_is_a_model_behind_an_alias() throws Exception {
        try (AliasWorld world = new AliasWorld().withPet()) {
            world.rig.limits = world.rig.limits.withParking(PARKING);
            EnsureResult lease = world.ensure();
            FakeBackend again = new FakeBackend("fake");
            again.models = world.backend.models;
            again.plan = world.backend.plan;
            update(world.rig, world.backend, again);
            world.probes.put("dog", () -> new Probe.Pending("loading for ever"));
            waits(world.aliases.swap(new ModelSwapRequest("pet", AliasWorld.DOG, SwapWorld.IMPATIENT)));
            assertEquals(LeaseState.RECOVERING, world.lease(lease).state());
            assertEquals(SwapState.ROLLED_BACK, ended(world.swaps));
            assertEquals(LeaseState.ACTIVE, world.lease(lease).state());
        }
    }
}
