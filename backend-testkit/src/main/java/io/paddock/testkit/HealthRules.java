// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.paddock.api.HealthStatus;
import io.paddock.spi.InstanceDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chapter 4: how a backend says how well an instance is. */
abstract class HealthRules extends ProbeRules {
    @Test
    void rule_4_1_a_ready_server_is_healthy() {
        assertEquals(HealthStatus.HEALTHY, readyDriver().check(PATIENT).status());
    }

    @Test
    void rule_4_2_a_silent_server_is_unavailable() {
        assertEquals(HealthStatus.UNAVAILABLE, healthIn(Mood.REFUSE));
    }

    @Test
    void rule_4_3_a_loading_server_is_not_healthy() {
        assertNotEquals(HealthStatus.HEALTHY, healthIn(Mood.LOADING));
    }

    @Test
    void rule_4_4_another_model_is_not_healthy() {
        assertNotEquals(HealthStatus.HEALTHY, healthIn(Mood.WRONG_MODEL));
    }

    @Test
    void rule_4_5_health_comes_back() {
        InstanceDriver driver = readyDriver();
        HealthStatus well = driver.check(PATIENT).status();
        server().mood(Mood.REFUSE);
        assertNotEquals(well, driver.check(PATIENT).status());
        server().mood(Mood.READY);
        assertEquals(well, driver.check(PATIENT).status());
    }

    @Test
    void rule_4_6_a_hanging_server_costs_no_more_than_the_budget() {
        InstanceDriver driver = readyDriver();
        server().mood(Mood.HANG);
        HealthStatus status = assertTimeoutPreemptively(BUDGET_AND_SLACK, () -> driver.check(BUDGET))
                .status();
        assertNotEquals(HealthStatus.HEALTHY, status);
    }

    @Test
    void rule_4_7_a_check_can_be_interrupted() throws Exception {
        InstanceDriver driver = readyDriver();
        server().mood(Mood.HANG);
        ContractCalls.assertInterruptible(server(), () -> driver.check(PATIENT));
    }

    @Test
    void rule_4_8_nonsense_is_not_healthy_and_never_unknown() {
        for (Mood mood : List.of(Mood.GARBAGE, Mood.BROKEN, Mood.UNAUTHORISED)) {
            HealthStatus status = healthIn(mood);
            assertNotEquals(HealthStatus.UNKNOWN, status, () -> "in mood " + mood);
            assertNotEquals(HealthStatus.HEALTHY, status, () -> "in mood " + mood);
        }
    }

    private HealthStatus healthIn(Mood mood) {
        server().mood(Mood.READY);
        InstanceDriver driver = readyDriver();
        server().mood(mood);
        return driver.check(PATIENT).status();
    }

    private InstanceDriver readyDriver() {
        InstanceDriver driver = freshDriver();
        driver.probe(PATIENT);
        return driver;
    }
}
