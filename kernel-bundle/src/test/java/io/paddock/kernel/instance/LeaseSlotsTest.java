// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseSlotsTest {
    private final LeaseSlots slots = new LeaseSlots();
    private final LeaseIssue issue = new LeaseIssue(Samples.identity());

    private HeldLease granted() {
        LeaseTerms terms = new LeaseTerms("anna", Duration.ofSeconds(9));
        HeldLease lease = new HeldLease(issue.issue(terms, RequestContext.none(), Samples.at(0)), 0);
        slots.enter(lease);
        return lease;
    }

    private HeldLease kept(String ref) {
        Lease lease = new Lease(
                ref,
                "anna",
                Duration.ofSeconds(9),
                true,
                Samples.WALL,
                Samples.WALL,
                LeaseState.RECOVERING,
                "fake-1",
                "fake",
                "model",
                1,
                RequestContext.none());
        HeldLease held = new HeldLease(lease, 0);
        slots.enterAgain(held);
        return held;
    }

    @Test
    void each_lease_is_found_by_its_own_ref_and_by_no_other() {
        Set<String> refs = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            HeldLease lease = granted();
            assertTrue(refs.add(lease.ref()));
            assertTrue(lease.ref().matches("lease-[0-9a-f]{32}"), lease.ref());
            assertSame(lease, slots.find(lease.ref()));
        }
        assertEquals(5000, slots.all().size());
    }

    @Test
    void whoever_knows_the_slot_but_not_the_secret_finds_nothing() {
        String ref = granted().ref();
        for (int i = 6; i < ref.length() - 6; i++) {
            char other = ref.charAt(i) == '0' ? '1' : '0';
            assertNull(slots.find(ref.substring(0, i) + other + ref.substring(i + 1)));
        }
    }

    @Test
    void a_ref_has_one_spelling() {
        String ref = "lease-abcdefabcdefabcdefabcdefab000000";
        HeldLease lease = kept(ref);
        assertSame(lease, slots.find(ref));
        String digits = ref.substring("lease-".length());
        List<String> others = List.of(
                "lease-" + digits.toUpperCase(Locale.ROOT),
                "Lease-" + digits,
                digits,
                ref + "0",
                ref + " ",
                "lease-" + "g".repeat(32),
                "");
        others.forEach(other -> assertNull(slots.find(other), other));
    }

    @Test
    void a_slot_is_used_again_under_another_ref() {
        HeldLease first = granted();
        HeldLease second = granted();
        assertTrue(slots.remove(first));
        assertFalse(slots.remove(first), "it is over");
        HeldLease third = granted();
        assertEquals(first.ref().substring(32), third.ref().substring(32));
        assertNotEquals(first.ref(), third.ref());
        assertNull(slots.find(first.ref()));
        assertSame(third, slots.find(third.ref()));
        assertSame(second, slots.find(second.ref()));
    }

    @Test
    void a_ref_of_an_earlier_run_stays_what_it_was_and_new_ones_make_way() {
        HeldLease kept = kept("lease-0123456789abcdef0123456789000001");
        Set<HeldLease> all = new HashSet<>();
        all.add(kept);
        for (int i = 0; i < 3; i++) {
            all.add(granted());
        }
        assertEquals(all, new HashSet<>(slots.all()));
        all.forEach(lease -> assertSame(lease, slots.find(lease.ref())));
    }

    @Test
    void refs_that_claim_one_slot_or_none_or_one_far_away_are_found_all_the_same() {
        List<String> refs = List.of(
                "lease-0123456789abcdef0123456789000001",
                "lease-1123456789abcdef0123456789000001",
                "lease-0123456789abcdef0123456789ffffff",
                "lease-1",
                "something else");
        List<HeldLease> all = refs.stream().map(this::kept).toList();
        for (HeldLease lease : all) {
            assertSame(lease, slots.find(lease.ref()), lease.ref());
        }
        for (HeldLease lease : all) {
            assertTrue(slots.remove(lease), lease.ref());
            assertNull(slots.find(lease.ref()), lease.ref());
        }
        assertTrue(slots.all().isEmpty());
    }
}
