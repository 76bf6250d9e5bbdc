// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Capability;
import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Availability;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import io.paddock.testkit.SeenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OllamaBackendTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final FakeModelServer server = FakeModelServer.start();
    private final HttpCalls calls = HttpCalls.open("test", null);

    @AfterEach
    void close() {
        calls.close();
        server.close();
    }

    @Test
    void a_ready_model_is_published_under_the_openai_root() {
        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver("tiny").probe(PATIENT));
        assertEquals(server.url() + "/v1", ready.baseUrl().toString());
        assertEquals(server.url() + "/api/version", ready.healthRef());
        assertEquals(Protocol.OPENAI_CHAT_COMPLETIONS, ready.protocol());
        assertEquals(Support.YES, ready.capabilities().get(Capability.TOOL_CALLING));
        assertEquals(Support.NO, ready.capabilities().get(Capability.EMBEDDINGS));
        assertEquals(Support.NO, ready.capabilities().get(Capability.VISION));
        assertEquals(Support.NO, ready.capabilities().get(Capability.THINKING));
        assertEquals(Map.of("root_url", server.url().toString(), "ollama_version", "0.12.6"), ready.metadata());
    }

    @Test
    void a_cold_model_is_ready_and_healthy_and_says_so() {
        server.loaded(false);
        assertInstanceOf(Probe.Ready.class, driver("tiny").probe(PATIENT));
        assertEquals(new Health(HealthStatus.HEALTHY, "cold"), driver("tiny").check(PATIENT));
        server.loaded(true);
        assertEquals(new Health(HealthStatus.HEALTHY, "loaded"), driver("tiny").check(PATIENT));
    }

    @Test
    void pending_says_what_is_missing_and_what_to_do() {
        assertTrue(because("absent").contains("'ollama pull absent:latest'"), because("absent"));
        server.mood(Mood.UNAUTHORISED);
        assertTrue(because("tiny").contains("refused the key (401)"), because("tiny"));
        server.mood(Mood.REFUSE);
        assertTrue(because("tiny").contains("connection refused"), because("tiny"));
        assertTrue(because("tiny").contains("ollama serve"), because("tiny"));
        server.redirectTo(server.url());
        assertTrue(because("tiny").contains("elsewhere (307)"), because("tiny"));
    }

    @Test
    void a_tag_that_goes_without_saying_changes_nothing() {
        assertEquals(plan("tiny", Map.of()).key(), plan("tiny:latest", Map.of()).key());
        assertEquals("tiny:latest", plan("tiny", Map.of()).model());
        assertNotEquals(plan("tiny", Map.of()).key(), plan("tiny:1b", Map.of()).key());
    }

    @Test
    void headers_change_the_key_but_are_not_in_it() {
        StartupPlan without = plan("tiny", Map.of());
        StartupPlan with = plan("tiny", Map.of("headers", Map.of("X-Team", "s3cret")));
        assertNotEquals(without.key(), with.key());
        assertEquals(without.key(), plan("tiny", Map.of("api_key", "  ")).key());
        assertFalse((with + " " + with.key()).contains("s3cret"));
    }

    @Test
    void the_configured_key_goes_to_the_configured_daemon_only() {
        server.requireKey("k");
        Map<String, Object> configured = Map.of("root_url", server.url().toString(), "api_key", "k");
        assertInstanceOf(
                Probe.Ready.class,
                open(backend(configured).plan(spec("tiny", Map.of()))).probe(PATIENT));
        try (FakeModelServer other = FakeModelServer.start()) {
            Map<String, Object> elsewhere = Map.of("root_url", other.url().toString());
            open(backend(configured).plan(spec("tiny", elsewhere))).probe(PATIENT);
            for (SeenRequest request : other.requests()) {
                assertFalse(request.headers().containsKey("authorization"), request::toString);
            }
            assertTrue(other.requestCount() > 0);
        }
    }

    @Test
    void a_request_may_choose_the_model_only() {
        Set<String> requestable = backend(Map.of()).manifest().options().stream()
                .filter(OptionDeclaration::requestable)
                .map(OptionDeclaration::name)
                .collect(Collectors.toSet());
        assertEquals(Set.of("model_identity", "model"), requestable);
    }

    @Test
    void each_bad_option_is_refused_by_its_name() {
        refused("root_url", Map.of("root_url", 5));
        refused("root_url", Map.of("root_url", "http://user:pw@host"));
        refused("base_url", Map.of("base_url", "ftp://host"));
        refused("base_url", Map.of("root_url", "http://a", "base_url", "http://b"));
        refused("api_key", Map.of("api_key", "a\nb"));
        refused("headers", Map.of("headers", "x"));
        refused("headers", Map.of("headers", Map.of("Host", "x")));
        refused("stray", Map.of("stray", 1));
        refused("model", Map.of("model", 1));
    }

    @Test
    void root_url_and_its_alias_may_say_the_same() {
        assertEquals(
                plan("tiny", Map.of()).key(),
                plan("tiny", Map.of("base_url", server.url() + "/v1")).key());
    }

    @Test
    void the_backend_says_whether_the_daemon_is_there() {
        Map<String, Object> configured = Map.of("root_url", server.url().toString());
        assertEquals(Availability.available(), backend(configured).availability());
        server.mood(Mood.REFUSE);
        Availability gone = backend(configured).availability();
        assertFalse(gone.usable());
        assertTrue(gone.detail().contains("no Ollama daemon answers at " + server.url()), gone::detail);
        server.mood(Mood.HANG);
        long start = System.nanoTime();
        assertFalse(backend(configured).availability().usable());
        assertTrue(System.nanoTime() - start < 2_000_000_000L);
    }

    @Test
    void a_broken_configuration_is_unavailable_with_every_reason() {
        OllamaBackend broken = backend(Map.of("root_url", "a b", "ready_timeout_ms", "soon", "api_key", "x\ny"));
        assertTrue(broken.availability().detail().contains("root_url"));
        assertTrue(broken.availability().detail().contains("ready_timeout_ms"));
        assertTrue(broken.availability().detail().contains("api_key"));
        InferenceException refused = assertThrows(InferenceException.class, () -> broken.plan(spec("tiny", Map.of())));
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, refused.code());
        assertThrows(InferenceException.class, () -> broken.models(PATIENT));
        assertEquals(0, server.requestCount());
    }

    @Test
    void ollama_host_of_the_environment_counts_when_nothing_is_configured() {
        ConfigValues nothing = new ConfigValues(Map.of());
        assertEquals(
                "http://127.0.0.1:8000",
                OllamaSettings.read(nothing, Map.of("OLLAMA_HOST", "0.0.0.0:8000"))
                        .root()
                        .toString());
        assertEquals(
                OllamaUrl.DEFAULT,
                OllamaSettings.read(nothing, Map.of("OLLAMA_HOST", " ")).root());
        ConfigValues configured = new ConfigValues(Map.of("root_url", "other"));
        assertEquals(
                "http://other:11434",
                OllamaSettings.read(configured, Map.of("OLLAMA_HOST", "0.0.0.0"))
                        .root()
                        .toString());
    }

    @Test
    void what_the_manifest_leaves_open_the_model_answers() {
        OllamaBackend backend = backend(Map.of("root_url", server.url().toString()));
        assertEquals(
                Map.of(
                        Capability.TOOL_CALLING, Support.YES,
                        Capability.EMBEDDINGS, Support.NO,
                        Capability.VISION, Support.NO,
                        Capability.THINKING, Support.NO,
                        Capability.JSON_SCHEMA, Support.YES),
                backend.facts(spec("tiny", Map.of()), PATIENT));
        assertEquals(
                Set.of(Protocol.OPENAI_CHAT_COMPLETIONS, Protocol.OPENAI_COMPLETIONS),
                backend.known(spec("tiny", Map.of()), PATIENT).protocols());
        server.says("/api/show", mood -> "{\"capabilities\":[\"embedding\"]}");
        assertEquals(
                Set.of(Protocol.OPENAI_EMBEDDINGS),
                backend.known(spec("tiny", Map.of()), PATIENT).protocols());
        server.says("/api/show", mood -> "{\"details\":{}}");
        assertEquals(Set.of(), backend.known(spec("tiny", Map.of()), PATIENT).protocols());
        assertEquals(Map.of(), backend.facts(spec("tiny", Map.of()), PATIENT), "an old daemon says nothing");
        int asked = server.requestCount();
        assertThrows(InferenceException.class, () -> backend.facts(spec("a b", Map.of()), PATIENT));
        assertEquals(asked, server.requestCount(), "what is no name is asked of nobody");
    }

    @Test
    void installed_models_are_listed_or_the_reason_why_not() {
        OllamaBackend backend = backend(Map.of("root_url", server.url().toString()));
        List<ModelListing> models = backend.models(PATIENT);
        assertEquals(1, models.size());
        assertEquals("tiny:latest", models.get(0).id());
        assertEquals(1234567L, models.get(0).sizeBytes());
        assertEquals(List.of("tiny"), models.get(0).metadata().get("aliases"));
        server.mood(Mood.GARBAGE);
        assertEquals(
                ErrorCode.ENGINE_UNAVAILABLE,
                assertThrows(InferenceException.class, () -> backend.models(PATIENT))
                        .code());
    }

    private String because(String model) {
        return assertInstanceOf(Probe.Pending.class, driver(model).probe(PATIENT))
                .because();
    }

    private void refused(String option, Map<String, Object> options) {
        InferenceException refused = assertThrows(
                InferenceException.class, () -> backend(Map.of()).plan(spec("tiny", options)), options::toString);
        assertEquals(ErrorCode.INVALID_VALUE, refused.code());
        assertEquals(
                "request.target_preference.backend_options." + option,
                refused.problem().field());
        assertFalse(refused.getMessage().contains("pw"), refused::getMessage);
    }

    private OllamaBackend backend(Map<String, Object> configuration) {
        return new OllamaBackend(calls, OllamaSettings.read(new ConfigValues(configuration), Map.of()), "1.0.0");
    }

    private StartupPlan plan(String model, Map<String, Object> options) {
        Map<String, Object> configured = Map.of("root_url", server.url().toString());
        return backend(configured).plan(spec(model, options));
    }

    private InstanceDriver driver(String model) {
        return open(plan(model, Map.of()));
    }

    private static InstanceDriver open(StartupPlan plan) {
        return plan.driver().open(new Launched("ollama-1", 0, 0, ""));
    }

    private static InstanceSpec spec(String model, Map<String, Object> options) {
        return new InstanceSpec("ollama", model, null, null, options);
    }
}
