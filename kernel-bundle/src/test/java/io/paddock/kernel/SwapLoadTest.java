// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.LeaseState;
import io.paddock.api.Swap;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing fails while a backend is swapped under load, again and again, in every way, and back. */
class SwapLoadTest {
    private static final SwapTerms QUICK = new SwapTerms(
            null,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            null,
            null,
            Duration.ofMillis(20),
            null,
            Duration.ofMillis(200));

    private final Rig rig = new Rig();
    private final SwapsService swaps = new SwapsService(rig.core);
    private final List<FakeEngine> engines = new ArrayList<>();
    private final Set<String> right = new HashSet<>();
    private FakeInstaller installer;

    SwapLoadTest() {
        FakeBackend first = SwapWorld.version("1.0.0", engine("a"));
        installer = new FakeInstaller(rig, first);
        swaps.bindInstaller(installer);
        rig.limits = rig.limits.withParking(Parking.DEFAULT);
        rig.with(first);
    }

    @AfterEach
    void close() {
        rig.close();
        engines.forEach(FakeEngine::close);
    }

    private FakeEngine engine(String name) {
        FakeEngine engine = new FakeEngine(name);
        engine.takes = Duration.ofMillis(2);
        engines.add(engine);
        right.add(engine.body);
        return engine;
    }

    private Swap swap(FakeBackend next, SwapTerms terms) {
        installer.next = next;
        Swap begun = Rig.get(swaps.start(new SwapRequest("fake", "file:next.jar", terms)));
        return Rig.get(swaps.ended(begun.swapId()));
    }

    private FakeBackend other(String now, FakeEngine a, FakeEngine b) {
        return now.equals("1.0.0") ? SwapWorld.version("2.0.0", b) : SwapWorld.version("1.0.0", a);
    }

    @Test
    void thirty_swaps_back_and_forth() {
        FakeEngine a = engines.get(0);
        FakeEngine b = engine("b");
        EnsureResult lasting = rig.ensure("fake");
        try (SwapLoad load = new SwapLoad(rig, 8, right)) {
            for (int i = 0; i < 30; i++) {
                load.goOn(20);
                String now = installer.current.manifest().version();
                Swap done = swap(other(now, a, b), QUICK);
                assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
                var unused = Rig.get(rig.endpoints.renew(lasting.lease().leaseRef(), "anna", Duration.ofMinutes(1)));
            }
            load.goOn(20);
            assertEquals(Set.of(), load.failures);
        }
        var lease = rig.endpoints.lease(lasting.lease().leaseRef()).orElseThrow();
        assertEquals(LeaseState.ACTIVE, lease.state());
        assertEquals(31, lease.endpointGeneration());
        Rig.await("one instance to be left", () -> rig.instances.list().size() == 1);
    }

    private FakeBackend spoiled(int way, FakeEngine healthy, FakeEngine garbage, FakeEngine slow) {
        FakeBackend next = SwapWorld.version("2.0.0", way == 2 ? garbage : way == 3 ? slow : healthy);
        if (way == 0) {
            next.prepare = driver -> driver.probe = () -> new Probe.Pending("loading for ever");
        } else if (way == 1) {
            next.prepare = driver -> driver.probe = () -> new Probe.Failed("it crashed");
        }
        installer.resolves = way != 4;
        return next;
    }

    @Test
    void twenty_five_swaps_that_are_undone_for_five_reasons() {
        FakeEngine b = engine("b");
        FakeEngine slow = engine("slow");
        slow.takes = Duration.ofMillis(120);
        FakeEngine garbage = new FakeEngine("garbage");
        garbage.body = "{\"choices\":[]}";
        engines.add(garbage);
        SwapTerms strict = new SwapTerms(
                null,
                Duration.ofMillis(150),
                Duration.ofSeconds(5),
                null,
                null,
                Duration.ofSeconds(15),
                Duration.ofMillis(60),
                Duration.ofSeconds(1));
        try (SwapLoad load = new SwapLoad(rig, 4, right)) {
            for (int i = 0; i < 25; i++) {
                load.goOn(10);
                Swap undone = swap(spoiled(i % 5, b, garbage, slow), strict);
                assertEquals(SwapState.ROLLED_BACK, undone.state(), "way " + i % 5);
            }
            load.goOn(20);
            assertEquals(Set.of(), load.failures);
        }
        assertEquals("1.0.0", rig.snapshot(rig.ensure("fake").instanceId()).backendVersion());
    }

    @Test
    void forty_updates_in_place() {
        try (SwapLoad load = new SwapLoad(rig, 8, right)) {
            FakeBackend now = installer.current;
            for (int i = 0; i < 40; i++) {
                load.goOn(20);
                rig.core.backends().remove(now);
                now = SwapWorld.version("1.0.0", engines.get(0));
                rig.with(now);
            }
            load.goOn(20);
            assertEquals(Set.of(), load.failures);
            assertTrue(load.answered.get() > 800);
        }
    }
}
