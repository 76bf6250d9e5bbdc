// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.spi.EndpointKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrashesTest {
    private static final RestartPolicy POLICY = new RestartPolicy(
            Duration.ofSeconds(1), Duration.ofSeconds(6), 4, Duration.ofSeconds(100), Duration.ofSeconds(30));
    private static final Problem GONE = Problem.of(ErrorCode.PROCESS_EXITED, "the process ended with exit code 7");

    private Crashes crashes = Crashes.none(1);

    private void crash(double seconds) {
        crash(seconds, 0);
    }

    private void crash(double seconds, int served) {
        crashes = crashes.and(GONE, Duration.ofSeconds(served), at(seconds), POLICY, 0);
    }

    private long rest(double seconds) {
        return crashes.rest(at(seconds)).toMillis();
    }

    private boolean refused(double seconds) {
        return crashes.refusal("fake-1", at(seconds)).isPresent();
    }

    @Test
    void the_wait_doubles_up_to_its_bound() {
        assertEquals(1000, POLICY.backOff(1, 0).toMillis());
        assertEquals(2000, POLICY.backOff(2, 0).toMillis());
        assertEquals(4000, POLICY.backOff(3, 0).toMillis());
        assertEquals(6000, POLICY.backOff(4, 0).toMillis());
        assertEquals(6000, POLICY.backOff(1_000_000, 0).toMillis(), "no overflow");
    }

    @Test
    void chance_takes_away_up_to_one_half() {
        assertEquals(500, POLICY.backOff(1, 1).toMillis());
        assertEquals(750, POLICY.backOff(1, 0.5).toMillis());
    }

    @Test
    void an_endpoint_that_never_failed_waits_for_nothing() {
        assertEquals(0, rest(0));
        assertFalse(refused(0));
    }

    @Test
    void the_wait_counts_from_the_failure() {
        crash(10);
        assertEquals(1000, rest(10));
        assertEquals(400, rest(10.6));
        assertEquals(0, rest(11));
        crash(12);
        assertEquals(2000, rest(12));
    }

    @Test
    void so_many_failures_in_the_window_are_a_crash_loop_with_the_last_error() {
        crash(0);
        crash(1);
        crash(2);
        assertFalse(refused(2));
        crash(3);
        Problem problem = crashes.refusal("fake-1", at(13)).orElseThrow();
        assertEquals(ErrorCode.CRASH_LOOP, problem.code());
        assertEquals(Duration.ofSeconds(20), problem.retryAfter());
        assertTrue(problem.detail().contains("exit code 7"), problem.detail());
    }

    @Test
    void after_the_pause_one_start_is_let_through_and_its_failure_closes_again() {
        for (int i = 0; i < 4; i++) {
            crash(i);
        }
        assertTrue(refused(32.9));
        assertFalse(refused(33));
        assertEquals(0, rest(33));
        crash(40);
        assertTrue(refused(41), "one failure is enough now");
        assertFalse(refused(70));
    }

    @Test
    void an_engine_that_was_ready_for_long_starts_with_a_clean_sheet() {
        for (int i = 0; i < 4; i++) {
            crash(i);
        }
        crash(140, 100);
        assertFalse(refused(140));
        assertEquals(1000, rest(140));
    }

    @Test
    void an_engine_that_was_ready_for_a_moment_does_not() {
        for (int i = 0; i < 4; i++) {
            crash(i);
        }
        crash(45, 10);
        assertTrue(refused(46));
    }

    @Test
    void failures_outside_the_window_do_not_count() {
        crash(0);
        crash(1);
        crash(2);
        crash(102);
        assertFalse(refused(102));
        assertEquals(1000, rest(102));
    }

    @Test
    void another_registration_starts_with_a_clean_sheet() {
        Restarts restarts = new Restarts(() -> POLICY);
        EndpointKey endpoint = EndpointKey.of("fake", Map.of());
        InstanceKey old = new InstanceKey(endpoint, "1.0.0", 1, "");
        for (int i = 0; i < 4; i++) {
            restarts.failed(old, GONE, Duration.ZERO, at(i));
        }
        assertTrue(restarts.refusal(old, at(4)).isPresent());
        assertTrue(restarts.refusal(new InstanceKey(endpoint, "1.0.1", 2, ""), at(4))
                .isEmpty());
    }

    @Test
    void the_memory_of_failing_endpoints_is_bounded() {
        Restarts restarts = new Restarts(() -> POLICY);
        InstanceKey first = new InstanceKey(EndpointKey.of("fake", Map.of("n", 0)), "1", 1, "");
        for (int i = 0; i < 1100; i++) {
            InstanceKey key = new InstanceKey(EndpointKey.of("fake", Map.of("n", i)), "1", 1, "");
            restarts.failed(key, GONE, Duration.ZERO, at(0));
        }
        assertEquals(Duration.ZERO, restarts.rest(first, at(0)));
    }
}
