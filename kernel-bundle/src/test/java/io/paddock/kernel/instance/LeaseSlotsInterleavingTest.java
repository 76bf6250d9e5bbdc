// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;

import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slots under a model checker: two instances grant and end leases at once, and anybody looks them up. */
@Tag("interleavings")
class LeaseSlotsInterleavingTest {
    /** What is done at once. */
    public static class Slots {
        private final LeaseSlots slots = new LeaseSlots();
        private volatile HeldLease first;
        private volatile HeldLease second;

        @Operation(nonParallelGroup = "first")
        public boolean grantFirst() {
            if (first != null) {
                return false;
            }
            HeldLease granted = granted();
            slots.enter(granted);
            first = granted;
            return granted.equals(slots.find(granted.ref()));
        }

        @Operation(nonParallelGroup = "first")
        public boolean endFirst() {
            HeldLease ending = first;
            first = null;
            return ending != null && slots.remove(ending) && slots.find(ending.ref()) == null;
        }

        @Operation(nonParallelGroup = "second")
        public boolean grantSecond() {
            if (second != null) {
                return false;
            }
            HeldLease granted = granted();
            slots.enter(granted);
            second = granted;
            return granted.equals(slots.find(granted.ref()));
        }

        @Operation(nonParallelGroup = "second")
        public boolean endSecond() {
            HeldLease ending = second;
            second = null;
            return ending != null && slots.remove(ending) && slots.find(ending.ref()) == null;
        }

        private static HeldLease granted() {
            LeaseTerms terms = new LeaseTerms("anna", Duration.ofSeconds(9));
            return new HeldLease(new LeaseIssue(Samples.identity()).issue(terms, RequestContext.none(), at(0)), 0);
        }
    }

    @Test
    void two_leases_never_share_a_slot() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .iterations(8)
                .invocationsPerIteration(60)
                .check(Slots.class);
    }
}
