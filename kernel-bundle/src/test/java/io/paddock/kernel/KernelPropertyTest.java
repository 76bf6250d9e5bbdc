// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * The whole kernel under calls in any order, while versions of a backend come and go, engines fail, leases run out,
 * instances are stopped and limits change. The {@link KernelWorld} keeps its own books and complains.
 */
class KernelPropertyTest {
    private static final int ACTIONS = 16;

    @Property(tries = 40)
    void whatever_happens_the_kernel_keeps_its_word(
            @ForAll @Size(min = 30, max = 120) List<@IntRange(max = 9999) Integer> events) {
        KernelWorld world = new KernelWorld();
        try {
            for (int event : events) {
                happen(world, event % ACTIONS, event / ACTIONS);
                world.check();
            }
            world.awaitAnswers();
            world.awaitAgreement();
            world.checkLeases();
            world.checkQuota();
        } finally {
            world.close();
        }
        world.checkEvents();
        assertEquals(List.of(), world.engines.complaints());
        assertEquals(0, world.engines.running(), "engines were left behind");
    }

    private static void happen(KernelWorld world, int what, int which) {
        switch (what) {
            case 0, 1, 2, 3 -> world.ensure(which);
            case 4 -> world.start(which);
            case 5 -> pick(world.leases(), which, lease -> world.release(lease, which));
            case 6 -> pick(world.leases(), which, lease -> world.renew(lease, which));
            case 7 -> pick(world.instances(), which, one -> world.stop(one.instanceId(), which % 2 == 0));
            case 8 -> pick(world.instances(), which, one -> world.lease(one.instanceId(), which));
            case 9 -> world.comes(which % 3);
            case 10 -> world.goes(which % 3);
            case 11, 12, 13, 14 -> world.pause(which % 12);
            default -> world.limit(1 + which % 4, 1 + which / 4 % 3, which % 30);
        }
    }

    private static <T> void pick(List<T> all, int which, Consumer<T> act) {
        if (!all.isEmpty()) {
            act.accept(all.get(which % all.size()));
        }
    }
}
