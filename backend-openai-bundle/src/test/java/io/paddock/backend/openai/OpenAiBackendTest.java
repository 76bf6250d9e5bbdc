// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Availability;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.testkit.EngineSettings;
import io.paddock.testkit.FakeEngine;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import io.paddock.testkit.TokenClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiBackendTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final FakeModelServer server = FakeModelServer.start();
    private final HttpCalls calls = HttpCalls.open("test", null);

    @AfterEach
    void close() {
        calls.close();
        server.close();
    }

    @Test
    void a_ready_server_is_published_with_its_health_route() {
        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver("tiny").probe(PATIENT));
        assertEquals(server.url() + "/v1", ready.baseUrl().toString());
        assertEquals(server.url() + "/health", ready.healthRef());
    }

    @Test
    void a_server_without_a_health_route_is_judged_by_its_models() {
        server.answers("/health", 404);
        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver("tiny").probe(PATIENT));
        assertEquals(server.url() + "/v1/models", ready.healthRef());
        assertEquals(HealthStatus.HEALTHY, driver("tiny").check(PATIENT).status());
    }

    @Test
    void a_server_that_says_yes_to_every_path_has_no_health_route() {
        server.says("/health", mood -> "{\"error\":\"Unexpected endpoint or method. (GET /health)\"}");
        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver("tiny").probe(PATIENT));
        assertEquals(server.url() + "/v1/models", ready.healthRef());
    }

    @Test
    void a_health_route_that_fails_is_not_overruled_by_the_list_of_models() {
        server.answers("/health", 500);
        assertInstanceOf(Probe.Pending.class, driver("tiny").probe(PATIENT));
        assertEquals(HealthStatus.DEGRADED, driver("tiny").check(PATIENT).status());
    }

    @Test
    void another_health_route_is_asked_or_none() {
        server.answers("/health", 503);
        server.answers("/health/liveliness", 404);
        OpenAiBackend elsewhere = backend(Map.of("health_path", "/health/liveliness"));
        assertInstanceOf(Probe.Ready.class, open(elsewhere, "tiny").probe(PATIENT));
        int asked = server.requestCount();
        assertInstanceOf(
                Probe.Ready.class,
                open(backend(Map.of("health_path", "none")), "tiny").probe(PATIENT));
        assertEquals(asked + 1, server.requestCount(), "only the list was asked");
    }

    @Test
    void a_loading_engine_is_pending_and_degraded_although_it_will_be_there() {
        EngineSettings loading = new EngineSettings(0, "tiny", TokenClock.ofMillis(1, 1, 1), 60_000, null);
        try (FakeEngine engine = FakeEngine.start(loading)) {
            OpenAiBackend backend = backend(Map.of("base_url", engine.url().toString()));
            InstanceDriver driver = open(backend, "tiny");
            Probe.Pending pending = assertInstanceOf(Probe.Pending.class, driver.probe(PATIENT));
            assertTrue(pending.because().contains("loading (503)"), pending::because);
            assertEquals(HealthStatus.DEGRADED, driver.check(PATIENT).status());
            assertEquals(Availability.available(), backend.availability());
        }
    }

    @Test
    void a_server_that_says_it_is_loading_is_believed_although_it_lists_its_model() {
        server.answers("/health", 503);
        assertInstanceOf(Probe.Pending.class, driver("tiny").probe(PATIENT));
        assertEquals(HealthStatus.DEGRADED, driver("tiny").check(PATIENT).status());
    }

    @Test
    void pending_says_what_is_missing_and_what_to_do() {
        assertTrue(because("absent").contains("no model 'absent'; it has tiny"), because("absent"));
        server.mood(Mood.UNAUTHORISED);
        assertTrue(because("tiny").contains("refused the key (401)"), because("tiny"));
        server.mood(Mood.GARBAGE);
        assertTrue(because("tiny").contains("usually ends in /v1"), because("tiny"));
        server.mood(Mood.REFUSE);
        assertTrue(because("tiny").contains("connection refused"), because("tiny"));
    }

    @Test
    void configured_models_are_the_only_ones_and_the_first_is_the_default() {
        OpenAiBackend backend = backend(Map.of("models", "tiny, other"));
        assertEquals("tiny", backend.plan(spec(null, Map.of())).model());
        assertEquals("other", backend.plan(spec(null, Map.of("model", "other"))).model());
        refused(backend, "model_identity", spec("third", Map.of()));
        assertEquals(
                List.of("tiny"),
                backend.models(PATIENT).stream().map(ModelListing::id).toList());
    }

    @Test
    void what_a_server_says_of_its_models_is_listed_and_nonsense_is_left_out() {
        server.says(
                "/v1/models",
                mood -> "{\"data\":[{\"id\":\"a\",\"meta\":{\"n_ctx\":4096,\"size\":77}},{\"id\":\"a\"},"
                        + "{\"id\":\"b\",\"max_model_len\":8192},{\"id\":\"c\",\"context_length\":-1},"
                        + "{\"id\":\" \"},{\"id\":5},{\"id\":\"d\\u0007\"},{\"id\":\"/srv/e.gguf\"},7,null]}");
        List<ModelListing> models = backend(Map.of()).models(PATIENT);
        assertEquals(
                List.of("a", "b", "c"), models.stream().map(ModelListing::id).toList());
        assertEquals(77, models.get(0).sizeBytes());
        assertEquals(4096, models.get(0).contextLength());
        assertEquals(8192, models.get(1).contextLength());
        assertNull(models.get(2).contextLength());
    }

    @Test
    void each_bad_option_is_refused_by_its_name() {
        OpenAiBackend backend = backend(Map.of());
        refused(backend, "model_identity", spec(null, Map.of()));
        refused(backend, "model_identity", spec(" ", Map.of()));
        refused(backend, "model_identity", spec("a\u0000b", Map.of()));
        refused(backend, "model_identity", spec("x".repeat(257), Map.of()));
        for (String path : List.of("/models/tiny", "~/tiny", "../tiny", "file:///tiny", "a\\b")) {
            refused(backend, "model_identity", spec(path, Map.of()));
        }
        assertEquals("team/tiny", backend.plan(spec("team/tiny", Map.of())).model());
        refused(backend, "model", spec(null, Map.of("model", 5)));
        refused(backend, "base_url", spec("tiny", Map.of("base_url", "http://elsewhere")));
        refused(backend, "headers", spec("tiny", Map.of("headers", Map.of())));
        assertEquals(0, server.requestCount());
    }

    @Test
    void another_key_makes_another_instance() {
        assertNotEquals(
                backend(Map.of("api_key_env", "A")).plan(spec("tiny", Map.of())).key(),
                backend(Map.of("api_key_env", "B")).plan(spec("tiny", Map.of())).key());
    }

    @Test
    void the_backend_says_whether_its_server_is_there() {
        assertEquals(Availability.available(), backend(Map.of()).availability());
        for (Mood mood : List.of(Mood.REFUSE, Mood.HANG, Mood.UNAUTHORISED, Mood.GARBAGE)) {
            server.mood(mood);
            Availability seen = backend(Map.of()).availability();
            assertFalse(seen.usable(), () -> "in mood " + mood);
            assertTrue(seen.detail().contains(server.url().toString()), seen::detail);
        }
    }

    @Test
    void a_broken_configuration_is_unavailable_and_refuses_with_the_reason() {
        OpenAiBackend broken = backend(Map.of("base_url", "ftp://x"));
        assertTrue(broken.availability().detail().contains("base_url"), broken.availability()::detail);
        for (InferenceException refused : List.of(
                assertThrows(InferenceException.class, () -> broken.plan(spec("tiny", Map.of()))),
                assertThrows(InferenceException.class, () -> broken.models(PATIENT)))) {
            assertEquals(ErrorCode.ENGINE_UNAVAILABLE, refused.code());
            assertTrue(refused.getMessage().contains("base_url"), refused::getMessage);
            assertEquals("io.paddock.backend.openai.base_url", refused.problem().field());
        }
    }

    @Test
    void models_of_a_silent_server_are_a_failure_not_an_empty_list() {
        server.mood(Mood.REFUSE);
        OpenAiBackend backend = backend(Map.of());
        assertThrows(InferenceException.class, () -> backend.models(PATIENT));
    }

    private String because(String model) {
        return assertInstanceOf(Probe.Pending.class, driver(model).probe(PATIENT))
                .because();
    }

    private static void refused(OpenAiBackend backend, String option, InstanceSpec spec) {
        InferenceException refused = assertThrows(InferenceException.class, () -> backend.plan(spec), spec::toString);
        assertEquals(ErrorCode.INVALID_VALUE, refused.code());
        assertEquals(
                "request.target_preference.backend_options." + option,
                refused.problem().field());
    }

    private OpenAiBackend backend(Map<String, Object> more) {
        Map<String, Object> configuration =
                new HashMap<>(Map.of("base_url", server.url().toString()));
        configuration.putAll(more);
        return new OpenAiBackend(
                calls, OpenAiSettings.read(new ConfigValues(configuration), Map.of("A", "a", "B", "b")), "1.0.0");
    }

    private InstanceDriver driver(String model) {
        return open(backend(Map.of()), model);
    }

    private static InstanceDriver open(OpenAiBackend backend, String model) {
        return backend.plan(spec(model, Map.of())).driver().open(new Launched("openai-1", 0, 0, ""));
    }

    private static InstanceSpec spec(String model, Map<String, Object> options) {
        return new InstanceSpec("openai", model, null, null, options);
    }
}
