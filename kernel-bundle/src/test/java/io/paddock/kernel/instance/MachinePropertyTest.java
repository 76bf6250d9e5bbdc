// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.spi.Health;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Events in any order: every waiter is answered exactly once, no lease is lost, revived or ended twice, an engine is
 * ended once, and no move is illegal (the machine throws on one).
 */
class MachinePropertyTest {
    private static final Health WELL = new Health(HealthStatus.HEALTHY, "");
    private static final Health SILENT = new Health(HealthStatus.UNAVAILABLE, "connection refused");
    private static final Problem GONE = Problem.of(ErrorCode.PROCESS_EXITED, "gone");

    @Property(tries = 3000)
    void every_waiter_is_answered_once_and_no_lease_is_lost_or_revived(
            @ForAll @Size(max = 160) List<@IntRange(max = 9999) Integer> events) {
        MachineWorld world = new MachineWorld();
        for (int event : events) {
            happen(world, event % 18, event / 18);
            world.check();
        }
        end(world);
        assertEquals(0, world.open(), "waiters without an answer");
        assertEquals(List.of(), world.leases(), "leases without an end");
        for (MachineWorld.Being one : world.beings()) {
            assertEquals(1, one.terminations, "an engine ends once");
            assertTrue(one.machine.state().isFinal());
        }
    }

    private static void happen(MachineWorld world, int what, int which) {
        MachineWorld.Being one = world.present();
        InstanceMachine machine = one.machine;
        switch (what) {
            case 0, 1 -> world.ask(which % 3 == 0 ? null : Integer.valueOf(1 + which % 20));
            case 2 -> giveUp(world, which);
            case 3 -> world.seconds += which % 15;
            case 4 -> world.seconds += which % 90;
            case 5 -> machine.begin(Duration.ofSeconds(which % 3));
            case 6, 7 -> launch(one, world);
            case 8 -> afterLaunch(one, () -> machine.pending("loading", which, at(world.seconds)));
            case 9, 10 -> afterLaunch(one, () -> machine.answered(Samples.endpoint()));
            case 11, 12 ->
                afterLaunch(
                        one, () -> machine.checked(which % 4 == 0 ? SILENT : WELL, which % 3 == 0, at(world.seconds)));
            case 13 -> fail(world, one, which);
            case 14 -> ring(world, which);
            case 15 -> touchLease(world, which);
            case 16 -> stop(machine, which);
            default -> terminated(world, which);
        }
    }

    private static void giveUp(MachineWorld world, int which) {
        List<Waiter> waiters = world.waiters();
        if (!waiters.isEmpty()) {
            Waiter waiter = waiters.get(which % waiters.size());
            if (world.isOpen(waiter)) {
                world.giveUp(waiter);
            }
        }
    }

    /** As the mailbox does it: once, in its turn, and only while it is starting. */
    private static void launch(MachineWorld.Being one, MachineWorld world) {
        if (one.launchWanted && !one.launched && one.machine.state() == InstanceState.STARTING) {
            one.launched = true;
            one.machine.launching(at(world.seconds));
            one.machine.ticked(Tick.PROBE, at(0));
        }
    }

    private static void afterLaunch(MachineWorld.Being one, Runnable answer) {
        if (one.launched) {
            answer.run();
        }
    }

    private static void fail(MachineWorld world, MachineWorld.Being one, int which) {
        world.nobodyInherits = which % 3 == 0;
        if (which % 2 == 0) {
            one.machine.exited(GONE, "", at(world.seconds));
        } else {
            one.machine.failed(GONE, "", at(world.seconds));
        }
    }

    /** One alarm that is set rings, on whichever instance. */
    private static void ring(MachineWorld world, int which) {
        MachineWorld.Being one = world.beings().get(which % world.beings().size());
        List<Tick> armed = List.copyOf(one.alarms.keySet());
        if (!armed.isEmpty()) {
            boolean idles = armed.contains(Tick.IDLE) && which % 3 == 0;
            Tick tick = idles ? Tick.IDLE : armed.get(which / 7 % armed.size());
            one.alarms.remove(tick);
            boolean leased = !one.machine.leasing().book().isEmpty();
            int before = one.terminations;
            one.machine.ticked(tick, at(world.seconds));
            assertTrue(tick != Tick.IDLE || !leased || one.terminations == before, "idle under a live lease");
        }
    }

    private static void touchLease(MachineWorld world, int which) {
        List<Lease> leases = world.leases();
        if (!leases.isEmpty()) {
            String ref = leases.get(which % leases.size()).leaseRef();
            if (which % 2 == 0) {
                world.renew(ref, 1 + which % 30);
            } else {
                world.release(ref);
            }
        }
    }

    private static void stop(InstanceMachine machine, int which) {
        if (which % 4 == 0) { // else runs would be short
            machine.stop(which % 8 == 0, Duration.ofSeconds(which % 10));
        }
    }

    private static void terminated(MachineWorld world, int which) {
        MachineWorld.Being one = world.beings().get(which % world.beings().size());
        if (one.terminations > 0 && !one.gone) {
            one.gone = true;
            one.machine.terminated();
        }
    }

    private static void end(MachineWorld world) {
        for (MachineWorld.Being one : world.beings()) {
            one.machine.stop(true, Duration.ZERO);
            if (!one.gone) {
                one.machine.terminated();
            }
            world.check();
        }
    }
}
