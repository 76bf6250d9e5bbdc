// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.RequestContext;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RestorationTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final EndpointKey KEY = EndpointKey.of("fake", Map.of("model", "tiny"));
    private static final EndpointKey OTHER = EndpointKey.of("fake", Map.of("model", "other"));

    private static WantedInstance wanted(EndpointKey key, boolean onPurpose) {
        return new WantedInstance(key, 3, new InstanceSpec("fake", null, null, null, Map.of()), onPurpose);
    }

    private static KeptLease lease(EndpointKey key, String ref, Duration ttl, Instant expiresAt, Instant grantedAt) {
        return new KeptLease(
                key,
                new Lease(
                        ref,
                        "anna",
                        ttl,
                        true,
                        expiresAt,
                        grantedAt,
                        LeaseState.ACTIVE,
                        key + "-3",
                        "fake",
                        "tiny",
                        3,
                        RequestContext.none()));
    }

    private static KeptLease lease(String ref, Duration left) {
        return lease(KEY, ref, Duration.ofMinutes(10), NOW.plus(left), NOW.minusSeconds(60));
    }

    private static Restoration of(List<KeptLease> leases, WantedInstance... wanted) {
        return Restoration.of(new Kept(leases, List.of(wanted), null), NOW);
    }

    @Test
    void what_has_time_left_is_recovering_with_that_time() {
        Restoration what = of(List.of(lease("one", Duration.ofSeconds(9))), wanted(KEY, false));
        Restoration.Remaining one = what.endpoints().get(0).leases().get(0);
        assertEquals(Duration.ofSeconds(9), one.left());
        assertEquals(LeaseState.RECOVERING, one.lease().state());
        assertEquals(NOW.plusSeconds(9), one.lease().expiresAt());
        assertEquals(Duration.ofMinutes(10), one.lease().ttl());
    }

    @Test
    void time_runs_on_while_the_runtime_is_down_and_the_last_moment_is_over() {
        Restoration what =
                of(List.of(lease("over", Duration.ofMillis(-1)), lease("now", Duration.ZERO)), wanted(KEY, false));
        assertEquals(2, what.expired().size());
        assertEquals(LeaseState.EXPIRED, what.expired().get(0).lease().state());
        assertTrue(what.endpoints().isEmpty());
        assertEquals(List.of(wanted(KEY, false)), what.unwanted());
    }

    @Test
    void what_somebody_asked_for_is_wanted_without_leases() {
        Restoration what = of(List.of(lease("over", Duration.ofMillis(-1))), wanted(KEY, true), wanted(OTHER, false));
        assertEquals(1, what.endpoints().size());
        assertEquals(wanted(KEY, true), what.endpoints().get(0).wanted());
        assertEquals(List.of(wanted(OTHER, false)), what.unwanted());
    }

    @Test
    void a_lease_without_its_endpoint_is_lost_and_says_so() {
        Restoration what = of(List.of(lease("one", Duration.ofSeconds(9))), wanted(OTHER, true));
        assertEquals(LeaseState.REVOKED, what.lost().get(0).lease().state());
        assertTrue(what.lost().get(0).lease().cause().detail().contains("not known any more"));
    }

    @Test
    void leases_are_in_the_order_of_their_grant() {
        List<KeptLease> kept = List.of(
                lease(KEY, "late", Duration.ofMinutes(1), NOW.plusSeconds(5), NOW.minusSeconds(1)),
                lease(KEY, "early", Duration.ofMinutes(1), NOW.plusSeconds(5), NOW.minusSeconds(3)));
        assertEquals(
                List.of("early", "late"),
                of(kept, wanted(KEY, false)).endpoints().get(0).leases().stream()
                        .map(one -> one.lease().leaseRef())
                        .toList());
    }

    @Property
    void no_clock_makes_a_lease_longer_than_it_ever_was(
            @ForAll @LongRange(min = 1, max = 86_400_000) long ttlMs,
            @ForAll @LongRange(min = -200_000_000, max = 200_000_000) long leftMs) {
        Duration ttl = Duration.ofMillis(ttlMs);
        KeptLease kept = lease(KEY, "one", ttl, NOW.plusMillis(leftMs), NOW);
        Restoration what = of(List.of(kept), wanted(KEY, false));
        assertEquals(leftMs <= 0 ? 1 : 0, what.expired().size());
        what.endpoints().stream().flatMap(one -> one.leases().stream()).forEach(one -> {
            assertTrue(one.left().compareTo(ttl) <= 0);
            assertTrue(one.left().toMillis() <= leftMs);
            assertEquals(NOW.plus(one.left()), one.lease().expiresAt());
        });
    }
}
