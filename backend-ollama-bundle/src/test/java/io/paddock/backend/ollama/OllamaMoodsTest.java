// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
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

/** Every way in which a daemon can fail, asked in every way: the cause is told, in time, and it never looks well. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OllamaMoodsTest {
    private static final Duration BUDGET = Duration.ofMillis(500);
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Set<Mood> SILENT = Set.of(Mood.HANG, Mood.SLOW_BODY);
    private static final Duration SLACK = Duration.ofMillis(1700);
    private static final InstanceSpec TINY = new InstanceSpec("ollama", "tiny", null, null, Map.of());

    private final FakeModelServer server = FakeModelServer.start();
    private final HttpCalls calls = HttpCalls.open("test", null);
    private final OllamaBackend backend = new OllamaBackend(
            calls,
            OllamaSettings.read(new ConfigValues(Map.of("root_url", server.url().toString())), Map.of()),
            "1.0.0");

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
        "LOADING, out of order (503), DEGRADED",
        "GARBAGE, is no Ollama daemon, DEGRADED",
        "GZIP_BOMB, is no Ollama daemon, DEGRADED",
        "BIG_BODY, it sent more than 1048576 bytes, UNAVAILABLE",
        "REDIRECT, sends its callers elsewhere (307), DEGRADED"
    })
    void a_daemon_out_of_order_is_told_by_its_cause(Mood mood, String cause, HealthStatus status) {
        InstanceDriver driver = driver();
        enter(mood);
        Duration budget = SILENT.contains(mood) ? BUDGET : PATIENT;

        long start = System.nanoTime();
        Probe.Pending pending = assertInstanceOf(Probe.Pending.class, driver.probe(budget));
        Health health = driver.check(budget);
        String facts = refused(() -> backend.facts(TINY, budget));
        String models = refused(() -> backend.models(budget));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertTrue(pending.because().contains(cause), pending::because);
        assertTrue(health.detail().contains(cause), health::detail);
        assertEquals(status, health.status());
        assertTrue(facts.contains(cause), facts);
        assertTrue(models.contains(cause), models);
        assertFalse(backend.availability().usable());
        assertTrue(took.compareTo(budget.multipliedBy(4).plus(SLACK)) < 0, took::toString);
    }

    @Test
    void a_missing_model_is_told_apart_from_a_daemon_that_is_down() {
        server.mood(Mood.WRONG_MODEL);
        String because =
                assertInstanceOf(Probe.Pending.class, driver().probe(PATIENT)).because();
        assertEquals("model 'tiny:latest' is not installed; run 'ollama pull tiny:latest'", because);
        InferenceException unknown = assertThrows(InferenceException.class, () -> backend.facts(TINY, PATIENT));
        assertEquals(ErrorCode.MODEL_NOT_FOUND, unknown.code());
        assertEquals(because, unknown.problem().detail());
        assertTrue(backend.availability().usable(), "the daemon itself is well");
    }

    @Test
    void each_route_may_fail_alone() {
        for (String route : new String[] {"/api/version", "/api/show", "/api/ps"}) {
            try (FakeModelServer one = FakeModelServer.start()) {
                one.answers(route, 500);
                InstanceSpec spec = new InstanceSpec(
                        "ollama",
                        "tiny",
                        null,
                        null,
                        Map.of("root_url", one.url().toString()));
                InstanceDriver driver = backend.plan(spec).driver().open(new Launched("ollama-1", 0, 0, ""));
                assertInstanceOf(Probe.Pending.class, driver.probe(PATIENT), route);
                assertEquals(HealthStatus.DEGRADED, driver.check(PATIENT).status(), route);
            }
        }
    }

    @Test
    void a_daemon_that_cannot_say_what_is_loaded_still_serves() {
        server.answers("/api/ps", 404);
        assertInstanceOf(Probe.Ready.class, driver().probe(PATIENT));
        assertEquals(new Health(HealthStatus.HEALTHY, ""), driver().check(PATIENT));
    }

    @Test
    void it_recovers_from_every_mood() {
        InstanceDriver driver = driver();
        for (Mood mood : Mood.values()) {
            enter(mood);
            driver.check(BUDGET);
            enter(Mood.READY);
            assertEquals(
                    new Health(HealthStatus.HEALTHY, "loaded"), driver.check(Duration.ofSeconds(10)), mood::toString);
        }
    }

    private InstanceDriver driver() {
        return backend.plan(TINY).driver().open(new Launched("ollama-1", 0, 0, ""));
    }

    private void enter(Mood mood) {
        if (mood == Mood.REDIRECT) {
            server.redirectTo(server.url());
        } else {
            server.mood(mood);
        }
    }

    private static String refused(Runnable question) {
        return assertThrows(InferenceException.class, question::run).problem().detail();
    }
}
