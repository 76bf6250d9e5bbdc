// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Quotas under a model checker: whatever threads do at once could have happened one after the other. */
@Tag("interleavings")
class QuotaInterleavingTest {
    /** What is done at once. */
    public static class Owners {
        private final Quota quota = new Quota();
        private final Quota.Place place = quota.take("anna", 2).orElseThrow();

        @Operation
        public boolean take() {
            return quota.take("anna", 2).isPresent();
        }

        @Operation
        public void giveBack() {
            place.giveBack();
        }

        @Operation
        public void giveBackAgain() {
            place.giveBack();
        }

        @Operation
        public boolean takeAsAnother() {
            return quota.take("bert", 1).isPresent();
        }

        @Operation
        public int taken() {
            return quota.taken("anna");
        }
    }

    @Test
    void places_are_taken_and_given_back_as_if_one_after_the_other() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .iterations(10)
                .invocationsPerIteration(100)
                .check(Owners.class);
    }
}
