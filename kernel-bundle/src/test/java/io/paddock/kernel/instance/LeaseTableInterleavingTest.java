// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.kernel.work.StillTime;
import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of leases under a model checker. Its instances decide about a lease one after the other, as on a mailbox;
 * meanwhile anybody may look it up, and sees each lease before, in one of its states, or after its end.
 */
@Tag("interleavings")
class LeaseTableInterleavingTest {
    private static final Problem GONE = Problem.of(ErrorCode.PROCESS_EXITED, "gone");
    private static final Lease LEASE = new LeaseIssue(Samples.identity())
            .issue(new LeaseTerms("anna", Duration.ofSeconds(9)), RequestContext.none(), at(0));

    /** What is done at once. */
    public static class Table {
        private final Quota quota = new Quota();
        private final LeaseTable table = new LeaseTable(new StillTime());
        private HeldLease held; // on the mailbox only

        public Table() {
            grant();
        }

        @Operation(nonParallelGroup = "mailbox")
        public void grant() {
            quota.take("anna", 1).ifPresent(place -> {
                held = new HeldLease(LEASE, 0);
                table.addAgain(held, null, place);
            });
        }

        @Operation(nonParallelGroup = "mailbox")
        public void recover() {
            held.recover(GONE);
        }

        @Operation(nonParallelGroup = "mailbox")
        public void expire() {
            table.end(LeaseForms.in(LEASE, LeaseState.EXPIRED, null));
        }

        @Operation(nonParallelGroup = "mailbox")
        public void revoke() {
            table.end(LeaseForms.in(LEASE, LeaseState.REVOKED, GONE));
        }

        @Operation
        public String find() {
            return table.find(LEASE.leaseRef())
                    .map(found -> found.state().wireName())
                    .orElse("none");
        }

        @Operation
        public List<LeaseState> list() {
            return table.list().stream().map(Lease::state).toList();
        }
    }

    @Test
    void a_lease_is_never_seen_between_two_states() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .iterations(8)
                .invocationsPerIteration(60)
                .check(Table.class);
    }
}
