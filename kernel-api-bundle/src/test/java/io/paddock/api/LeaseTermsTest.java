// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTermsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 86_400_001, Long.MAX_VALUE})
    void a_ttl_outside_its_range_names_its_field(long millis) {
        InferenceException refused =
                assertThrows(InferenceException.class, () -> new LeaseTerms("owner", Duration.ofMillis(millis)));
        assertEquals(ErrorCode.INVALID_VALUE, refused.code());
        assertEquals("lease.ttl_ms", refused.problem().field());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 60_000, 86_400_000})
    void a_ttl_inside_its_range_is_kept(long millis) {
        assertEquals(Duration.ofMillis(millis), new LeaseTerms("owner", Duration.ofMillis(millis)).ttl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_blank_owner_names_its_field(String owner) {
        InferenceException refused =
                assertThrows(InferenceException.class, () -> new LeaseTerms(owner, LeaseTerms.DEFAULT_TTL));
        assertEquals("lease.owner_ref", refused.problem().field());
    }
}
