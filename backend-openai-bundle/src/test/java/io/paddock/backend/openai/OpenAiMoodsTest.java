// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a server can fail, asked in every way: the cause is told, in time, and it never looks well. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenAiMoodsTest {
    private static final Duration BUDGET = Duration.ofMillis(500);
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Set<Mood> SILENT = Set.of(Mood.HANG, Mood.SLOW_BODY);
    private static final Duration SLACK = Duration.ofMillis(1700);
    private static final InstanceSpec TINY = new InstanceSpec("openai", "tiny", null, null, Map.of());

    private final FakeModelServer server = FakeModelServer.start();
    private final HttpCalls calls = HttpCalls.open("test", null);

    @AfterEach
    void close() {
        calls.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, connection refused, UNAVAILABLE",
        "HANG, no answer within, UNAVAILABLE",
        "SLOW_BODY, no answer within, UNAVAILABLE",
        "UNAUTHORISED, refused the key (401), UNAVAILABLE",
        "BROKEN, out of order (500), DEGRADED",
        "GARBAGE, lists no models, DEGRADED",
        "GZIP_BOMB, lists no models, DEGRADED",
        "BIG_BODY, it sent more than 1048576 bytes, UNAVAILABLE",
        "REDIRECT, sends its callers elsewhere (307), DEGRADED"
    })
    void a_server_out_of_order_is_told_by_its_cause(Mood mood, String cause, HealthStatus status) {
        OpenAiBackend backend = backend("/health");
        enter(mood);
        Duration budget = SILENT.contains(mood) ? BUDGET : PATIENT;

        long start = System.nanoTime();
        Probe.Pending pending =
                assertInstanceOf(Probe.Pending.class, driver(backend).probe(budget));
        Health health = driver(backend).check(budget);
        String models = assertThrows(InferenceException.class, () -> backend.models(budget))
                .problem()
                .detail();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        for (String told : new String[] {pending.because(), health.detail(), models}) {
            assertTrue(told.contains(cause), told);
            assertTrue(told.contains(server.url().toString()), told);
        }
        assertEquals(status, health.status());
        assertFalse(backend.availability().usable());
        assertTrue(took.compareTo(budget.multipliedBy(3).plus(SLACK)) < 0, took::toString);
    }

    /** The list is asked after the health route, or alone; a failure of its own is told all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"/health", "none"})
    void the_list_of_models_may_fail_alone(String healthPath) {
        server.answers("/v1/models", 404);
        Health health = driver(backend(healthPath)).check(PATIENT);
        assertEquals(HealthStatus.DEGRADED, health.status());
        assertTrue(health.detail().contains("base_url usually ends in /v1"), health::detail);
    }

    @Test
    void a_loading_server_is_waited_for() {
        OpenAiBackend backend = backend("/health");
        server.mood(Mood.LOADING);
        Probe.Pending pending =
                assertInstanceOf(Probe.Pending.class, driver(backend).probe(PATIENT));
        assertTrue(pending.because().contains("is loading (503)"), pending::because);
        assertEquals(HealthStatus.DEGRADED, driver(backend).check(PATIENT).status());
        assertTrue(backend.availability().usable(), "it will come");
    }

    @Test
    void a_missing_model_is_told_apart_from_a_server_that_is_down() {
        OpenAiBackend backend = backend("/health");
        server.mood(Mood.WRONG_MODEL);
        Health health = driver(backend).check(PATIENT);
        assertEquals(new Health(HealthStatus.UNAVAILABLE, "the server has no model 'tiny'; it has another"), health);
        assertTrue(backend.availability().usable(), "the server itself is well");
        assertEquals("another", backend.models(PATIENT).get(0).id());
    }

    @Test
    void it_recovers_from_every_mood() {
        InstanceDriver driver = driver(backend("/health"));
        for (Mood mood : Mood.values()) {
            enter(mood);
            driver.check(BUDGET);
            enter(Mood.READY);
            assertEquals(new Health(HealthStatus.HEALTHY, ""), driver.check(PATIENT), mood::toString);
        }
    }

    private OpenAiBackend backend(String healthPath) {
        Map<String, Object> configuration = Map.of("base_url", server.url().toString(), "health_path", healthPath);
        return new OpenAiBackend(calls, OpenAiSettings.read(new ConfigValues(configuration), Map.of()), "1.0.0");
    }

    private static InstanceDriver driver(OpenAiBackend backend) {
        return backend.plan(TINY).driver().open(new Launched("openai-1", 0, 0, ""));
    }

    private void enter(Mood mood) {
        if (mood == Mood.REDIRECT) {
            server.redirectTo(server.url());
        } else {
            server.mood(mood);
        }
    }
}
