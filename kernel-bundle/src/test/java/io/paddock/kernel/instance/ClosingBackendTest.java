// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.FakeBackend;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.StillTime;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What happens to instances and leases in the moment in which their backend goes. */
class ClosingBackendTest {
    private static final InstanceSpec SPEC = new InstanceSpec("fake", "tiny", null, null, Map.of());

    private final StillTime time = new StillTime();
    private final Workers workers = new Workers(time, Runnable::run);
    private final LeaseTable leases = new LeaseTable(time);
    private final FakeBackend backend = new FakeBackend("fake");
    private final StartupPlan plan = backend.attach(SPEC);
    private final Origin origin = new Origin(FakeBackend.manifest("fake"), 1, new CallGate(workers, 4));
    private final List<WantedInstance> strays = new ArrayList<>();
    private Limits limits = new Limits(4, 4, 4, Duration.ofSeconds(1)).withParking(Parking.DEFAULT);
    private final InstanceTable table = new InstanceTable(new Surroundings(
            time,
            Runnable::run,
            Runnable::run,
            workers,
            null,
            leases,
            new Keeping(null, time),
            new Journal(() -> Samples.WALL, () -> 16),
            () -> limits));

    ClosingBackendTest() {
        table.interims().onStray(strays::add);
        table.admit(origin);
    }

    private CompletableFuture<EnsureResult> ensure() {
        Answer<EnsureResult> answer = new Answer<>(Runnable::run, late -> {});
        Waiter waiter = Samples.waiter("anna", Duration.ofMinutes(1), answer);
        waiter.servedBy(origin, Samples.fit(), false);
        answer.attend(() -> table.ensure(plan, SPEC, waiter));
        return answer.future();
    }

    private Lease leaseAfter(Runnable whileItCloses) {
        String ref = ensure().join().lease().leaseRef();
        CompletableFuture<Void> unused = table.retire(origin, whileItCloses);
        return leases.find(ref).orElseThrow();
    }

    private void lose() {
        Problem died = Problem.of(ErrorCode.PROCESS_EXITED, "it died");
        table.roster().of(1).forEach(one -> one.decide(machine -> machine.failed(died, null, time.now())));
    }

    @Test
    void nothing_starts_any_more_when_leases_are_set_aside() {
        CompletableFuture<EnsureResult> first = ensure();
        assertTrue(first.isDone());
        List<CompletableFuture<EnsureResult>> late = new ArrayList<>();
        CompletableFuture<Void> unused = table.retire(origin, () -> late.add(ensure()));
        assertTrue(late.get(0).isCompletedExceptionally(), "an instance came that nobody sets aside");
        assertEquals(1, backend.drivers.size());
    }

    @Test
    void a_lease_whose_instance_dies_just_then_waits_for_the_next_one() {
        Lease lease = leaseAfter(this::lose);
        assertEquals(LeaseState.RECOVERING, lease.state(), lease.toString());
        assertNotNull(table.interims().find(plan.key()));
        assertEquals(plan.key(), strays.get(0).key());
    }

    @Test
    void a_lease_whose_instance_dies_just_then_ends_when_nothing_waits_for_backends() {
        limits = limits.withParking(Parking.NONE);
        Lease lease = leaseAfter(this::lose);
        assertEquals(LeaseState.REVOKED, lease.state(), lease.toString());
        assertNull(table.interims().find(plan.key()));
    }
}
