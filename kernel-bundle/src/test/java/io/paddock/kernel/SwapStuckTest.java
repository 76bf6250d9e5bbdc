// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CallOutcome;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version that lost and cannot be uninstalled gets no work, whatever its number. */
class SwapStuckTest {
    private final SwapWorld world = new SwapWorld();

    @AfterEach
    void close() {
        world.close();
    }

    /** What takes new work; an endpoint that is there already goes the same way. */
    private String serving() {
        String version = chosen();
        assertEquals(
                version,
                world.rig.snapshot(world.rig.ensure("fake").instanceId()).backendVersion());
        return version;
    }

    private String chosen() {
        return world.rig.core.backends().find("fake").orElseThrow().manifest().version();
    }

    private String toldAtTheEnd() {
        return Rig.get(world.rig.events.read(new EventQuery(0, 1000, null, null))).items().stream()
                .filter(event -> event.type() == EventType.SWAP_ROLLED_BACK)
                .findFirst()
                .orElseThrow()
                .detail();
    }

    @Test
    void what_failed_its_probation_and_stays_does_not_serve_until_it_is_gone_and_something_newer_comes() {
        world.rig.ensure("fake");
        world.installer.stuck = true;
        Swap undone =
                world.swapWith(new CallOutcome(false, null), SwapWorld.QUICK.withProbation(Duration.ofSeconds(20)));
        assertEquals(SwapState.ROLLED_BACK, undone.state());
        assertEquals(SwapPhase.PROBATION, undone.phase());
        assertEquals("1.0.0", serving());
        assertTrue(toldAtTheEnd().contains("not everything could be undone"), toldAtTheEnd());

        world.rig.core.backends().remove(world.fresh);
        assertEquals("1.0.0", serving());
        world.rig.with(SwapWorld.version("3.0.0", world.engineB));
        Rig.await("the newest to serve, for nothing is preferred any more", () -> chosen().equals("3.0.0"));
    }

    @Test
    void what_failed_before_it_served_and_stays_does_not_serve() {
        world.rig.ensure("fake");
        world.installer.stuck = true;
        world.engineB.body = "<html>hello</html>";
        assertEquals(SwapState.ROLLED_BACK, world.swap(SwapWorld.QUICK).state());
        assertEquals("1.0.0", serving());
    }

    @Test
    void an_older_version_that_was_swapped_to_serves_on_beside_a_newer_one_that_stays() {
        world.rig.ensure("fake");
        world.installer.next = SwapWorld.version("0.9.0", world.engineB);
        world.installer.stuck = true;
        assertEquals(SwapState.SWITCHED, world.swap(SwapWorld.QUICK).state());
        assertEquals("0.9.0", serving());
        world.rig.core.backends().remove(world.old);
        assertEquals("0.9.0", serving());
    }
}
