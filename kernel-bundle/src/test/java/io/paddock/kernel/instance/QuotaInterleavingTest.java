// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.work.Race.require;

import io.paddock.kernel.work.Race;
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
        private final Quota.Place place = quota.take("anna", 3).orElseThrow();

        public Owners() {
            take(); // a place that is given back twice would show
        }

        @Operation
        public boolean take() {
            return quota.take("anna", 3).isPresent();
        }

        @Operation
        public void giveBack() {
            place.giveBack();
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
                .invocationsPerIteration(60)
                .check(Owners.class);
    }

    @Test
    void a_place_that_two_give_back_is_given_back_once() {
        Race.inOrders(100, () -> {
            Quota quota = new Quota();
            Quota.Place place = quota.take("anna", 2).orElseThrow();
            require(quota.take("anna", 2).isPresent(), "there was no second place");
            new Race().run(place::giveBack, place::giveBack);
            require(quota.taken("anna") == 1, "taken: " + quota.taken("anna"));
        });
    }
}
