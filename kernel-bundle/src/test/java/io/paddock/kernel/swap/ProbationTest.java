// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.kernel.instance.Score;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a candidate that serves is not good enough. */
class ProbationTest {
    private static final Score GOOD = new Score(100, 0, 100, Duration.ofMillis(20));

    private static boolean fails(Probation rule, Score old, Score candidate, boolean last) {
        return rule.verdict("fake-1", old, candidate, last).isPresent();
    }

    @Test
    void one_failure_may_be_the_requests_fault_two_are_not() {
        Probation rule = new Probation(null);
        assertFalse(fails(rule, GOOD, new Score(10, 1, 0, null), true));
        assertTrue(fails(rule, GOOD, new Score(10, 2, 0, null), false));
    }

    @Test
    void failing_as_often_as_the_old_one_is_good_enough() {
        Probation rule = new Probation(null);
        assertFalse(fails(rule, new Score(50, 50, 0, null), new Score(10, 10, 0, null), true));
        assertTrue(fails(rule, new Score(50, 50, 0, null), new Score(9, 10, 0, null), true));
    }

    @Test
    void a_median_counts_when_there_are_enough_answers_or_there_will_be_no_more() {
        Probation rule = new Probation(Duration.ofMillis(100));
        Score few = new Score(2, 0, 2, Duration.ofMillis(150));
        assertFalse(fails(rule, GOOD, few, false));
        assertTrue(fails(rule, GOOD, few, true));
        assertTrue(fails(rule, GOOD, new Score(5, 0, 5, Duration.ofMillis(150)), false));
        assertFalse(fails(rule, GOOD, new Score(5, 0, 5, Duration.ofMillis(100)), true));
    }

    @Test
    void no_request_at_all_says_nothing_against_it() {
        assertFalse(fails(new Probation(Duration.ofMillis(1)), Score.NONE, Score.NONE, true));
    }
}
