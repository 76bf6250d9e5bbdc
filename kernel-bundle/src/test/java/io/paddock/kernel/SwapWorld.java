// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.CallOutcome;
import io.paddock.api.EnsureResult;
import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapTerms;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A kernel with two versions of one backend, and what swaps the one for the other. */
final class SwapWorld implements AutoCloseable {
    static final SwapTerms QUICK = new SwapTerms(
            null,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            null,
            null,
            Duration.ofMillis(150),
            null,
            Duration.ofMillis(300));

    /** As {@link #QUICK}, and what does not load at once is given up. */
    static final SwapTerms IMPATIENT = new SwapTerms(
            null,
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            null,
            null,
            Duration.ofMillis(10),
            null,
            Duration.ofMillis(50));

    final FakeEngine engineA = new FakeEngine("a");
    final FakeEngine engineB = new FakeEngine("b");
    final Rig rig = new Rig();
    final SwapsService swaps = new SwapsService(rig.core);
    final FakeBackend old = version("1.0.0", engineA);
    final FakeBackend fresh = version("2.0.0", engineB);
    final FakeInstaller installer = new FakeInstaller(rig, old);

    SwapWorld() {
        this("1");
    }

    /** @param engine of the second version: with another one it plans other endpoints for the same wishes */
    SwapWorld(String engine) {
        fresh.engine = engine;
        swaps.bindInstaller(installer);
        installer.next = fresh;
        rig.with(old);
    }

    @Override
    public void close() {
        rig.close();
        engineA.close();
        engineB.close();
    }

    static FakeBackend version(String version, FakeEngine engine) {
        FakeBackend backend = new FakeBackend("fake").offering("tiny");
        var manifest = Manifests.version(FakeBackend.manifest("fake"), version);
        backend.manifest = () -> manifest;
        backend.prepare = driver -> driver.probe = () -> FakeDriver.ready(engine.port());
        return backend;
    }

    Swap swap(SwapTerms terms) {
        Swap begun = Rig.get(swaps.start(new SwapRequest("fake", "file:next.jar", terms)));
        return Rig.get(swaps.ended(begun.swapId()));
    }

    Lease lease(EnsureResult result) {
        return rig.endpoints.lease(result.lease().leaseRef()).orElseThrow();
    }

    List<EventType> told() {
        return Rig.get(rig.events.read(new EventQuery(0, 1000, null, null))).items().stream()
                .map(event -> event.type())
                .toList();
    }

    /** What the first event of that type names as what led to it. */
    EventType whatLedTo(EventType type) {
        List<Event> all =
                Rig.get(rig.events.read(new EventQuery(0, 1000, null, null))).items();
        Event told =
                all.stream().filter(event -> event.type() == type).findFirst().orElseThrow();
        return all.stream()
                .filter(event -> Long.valueOf(event.seq()).equals(told.causeSeq()))
                .map(Event::type)
                .findFirst()
                .orElseThrow();
    }

    /** Ids of the swaps that the events of swaps name. */
    Set<String> namedSwaps() {
        return Rig.get(rig.events.read(new EventQuery(0, 1000, null, null))).items().stream()
                .filter(event -> event.type().wireName().startsWith("swap_"))
                .map(event -> String.valueOf(event.swapId()))
                .collect(Collectors.toSet());
    }

    Swap swapWith(CallOutcome outcome, SwapTerms terms) {
        Swap begun = Rig.get(swaps.start(new SwapRequest("fake", "file:next.jar", terms)));
        Rig.await(
                "the probation",
                () -> swaps.find(begun.swapId()).orElseThrow().phase() == SwapPhase.PROBATION
                        || swaps.find(begun.swapId()).orElseThrow().state().isFinal());
        for (int i = 0; i < 10; i++) {
            EnsureResult one = rig.ensure(Rig.wish("fake", "gateway", null, null));
            rig.endpoints.reported(one.lease().leaseRef(), outcome);
            Rig.get(rig.endpoints.release(one.lease().leaseRef(), "gateway"));
        }
        return Rig.get(swaps.ended(begun.swapId()));
    }
}
