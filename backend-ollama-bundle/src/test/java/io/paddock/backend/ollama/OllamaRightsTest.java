// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OllamaRightsTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final String TINY = "tiny:latest";

    private final HttpCalls calls = HttpCalls.open("test", null);
    private FakeDaemon daemon;

    @BeforeEach
    void open() throws IOException {
        daemon = new FakeDaemon();
    }

    @AfterEach
    void close() {
        calls.close();
        daemon.close();
    }

    @Test
    void without_rights_nothing_is_changed_and_the_manifest_declares_none() {
        OllamaBackend backend = backend(Map.of());
        InstanceDriver driver = driver(backend, "tiny");
        assertTrue(pending(driver).because().contains("'ollama pull tiny:latest'"));
        daemon.installed.add(TINY);
        assertInstanceOf(Probe.Ready.class, driver.probe(PATIENT));
        driver.close();
        assertEquals(List.of(), daemon.asked);
        assertEquals(Map.of(), backend.manifest().metadata());
        assertEquals(null, plan(backend, "tiny").timings().idleAfter());
    }

    @Test
    void rights_are_in_the_manifest() {
        OllamaBackend backend = backend(Map.of(
                "pull_missing", "true", "pull_hosts", "hf.co, r:1", "warm_up", "true", "unload_after_ms", "5000"));
        assertEquals(
                Map.of(
                        "pulls_missing_models",
                        true,
                        "pull_hosts",
                        List.of("hf.co", "r:1"),
                        "warms_up",
                        true,
                        "unloads_after_ms",
                        5000L),
                backend.manifest().metadata());
        assertEquals(Duration.ofSeconds(5), plan(backend, "tiny").timings().idleAfter());
        assertEquals(Duration.ofMinutes(5), plan(backend, "tiny").timings().readyWithin());
    }

    @Test
    void a_missing_model_is_pulled_once_with_progress() {
        InstanceDriver driver = driver(backend(Map.of("pull_missing", "true")), "tiny");
        driver.probe(PATIENT);
        daemon.pullLines.add("{\"status\":\"pulling manifest\"}");
        Probe.Pending first = until(driver, probe -> probe.because().contains("pulling manifest"));
        daemon.pullLines.add(
                "{\"status\":\"pulling abc\",\"digest\":\"sha256:abc\",\"total\":8000000,\"completed\":2000000}");
        Probe.Pending second = until(driver, probe -> probe.because().contains("25 % of 8 MB"));
        daemon.pullLines.add(
                "{\"status\":\"pulling abc\",\"digest\":\"sha256:abc\",\"total\":8000000,\"completed\":2000000}");
        assertTrue(first.progress() < second.progress(), first + " " + second);
        assertEquals(second.progress(), pending(driver).progress(), "nothing moved");
        daemon.pullLines.add("{\"status\":\"success\"}");
        daemon.pullLines.add("");
        awaitReady(driver);
        assertEquals(List.of("pull {\"model\":\"tiny:latest\"}"), daemon.asked);
    }

    @Test
    void a_pull_that_fails_ends_the_start_with_the_daemons_reason() {
        InstanceDriver driver = driver(backend(Map.of("pull_missing", "true")), "tiny");
        driver.probe(PATIENT);
        daemon.pullLines.addAll(List.of("{\"error\":\"pull model manifest: file does not exist\"}", ""));
        String because = awaitFailed(driver);
        assertTrue(because.contains("could not pull model 'tiny:latest': pull model manifest: file"), because);
    }

    @Test
    void a_pull_that_ends_without_the_model_is_a_failure() {
        InstanceDriver driver = driver(backend(Map.of("pull_missing", "true")), "tiny");
        driver.probe(PATIENT);
        daemon.pullLines.addAll(List.of("{\"status\":\"pulling manifest\"}", ""));
        assertTrue(awaitFailed(driver).contains("it ended the pull without the model"));
    }

    @Test
    void a_stopped_instance_breaks_its_pull_off() throws Exception {
        InstanceDriver driver = driver(backend(Map.of("pull_missing", "true")), "tiny");
        driver.probe(PATIENT);
        daemon.pullLines.add("{\"status\":\"pulling manifest\"}");
        until(driver, probe -> probe.because().contains("pulling manifest"));
        driver.close();
        for (int i = 0; i < 1000 && daemon.pullBroken.getCount() > 0; i++) {
            daemon.pullLines.add("{\"status\":\"pulling manifest\"}");
            daemon.pullBroken.await(10, TimeUnit.MILLISECONDS);
        }
        assertEquals(0, daemon.pullBroken.getCount());
    }

    @Test
    void a_model_of_another_registry_is_pulled_only_when_that_is_listed() {
        String model = "127.0.0.1:5000/me/tiny";
        Probe.Pending refused = pending(driver(backend(Map.of("pull_missing", "true")), model));
        assertTrue(refused.because().contains("not among pull_hosts"), refused::because);
        assertEquals(List.of(), daemon.asked);

        Map<String, Object> listed = Map.of("pull_missing", "true", "pull_hosts", "127.0.0.1:5000");
        InstanceDriver driver = driver(backend(listed), model);
        driver.probe(PATIENT);
        daemon.pullLines.addAll(List.of("{\"status\":\"success\"}", ""));
        awaitReady(driver);
        assertEquals(List.of("pull {\"model\":\"127.0.0.1:5000/me/tiny:latest\",\"insecure\":true}"), daemon.asked);
    }

    @Test
    void a_cold_model_is_loaded_before_it_is_published() {
        daemon.installed.add(TINY);
        InstanceDriver driver = driver(backend(Map.of("warm_up", "true")), "tiny");
        assertTrue(pending(driver).because().contains("the daemon loads model 'tiny:latest'"));
        daemon.loads.add("");
        awaitReady(driver);
        assertEquals(List.of("generate {\"model\":\"tiny:latest\",\"stream\":false}"), daemon.asked);
        assertEquals("loaded", driver.check(PATIENT).detail());
    }

    @Test
    void an_embedding_model_is_loaded_by_the_embedding_route() {
        daemon.installed.add(TINY);
        daemon.abilities = List.of("embedding");
        InstanceDriver driver = driver(backend(Map.of("warm_up", "true")), "tiny");
        driver.probe(PATIENT);
        daemon.loads.add("");
        awaitReady(driver);
        assertEquals(List.of("embed {\"model\":\"tiny:latest\",\"input\":[]}"), daemon.asked);
    }

    @Test
    void a_loaded_model_needs_no_warm_up() {
        daemon.installed.add(TINY);
        daemon.loaded.add(TINY);
        assertInstanceOf(
                Probe.Ready.class,
                driver(backend(Map.of("warm_up", "true")), "tiny").probe(PATIENT));
        assertEquals(List.of(), daemon.asked);
    }

    @Test
    void a_model_that_cannot_be_loaded_ends_the_start_with_the_daemons_reason() {
        daemon.installed.add(TINY);
        InstanceDriver driver = driver(backend(Map.of("warm_up", "true")), "tiny");
        driver.probe(PATIENT);
        daemon.loads.add("model requires more system memory");
        String because = awaitFailed(driver);
        assertTrue(because.contains("could not load model 'tiny:latest': model requires more system"), because);
    }

    @Test
    void the_end_of_an_instance_unloads_its_model() {
        daemon.installed.add(TINY);
        daemon.loaded.add(TINY);
        InstanceDriver driver = driver(backend(Map.of("unload_after_ms", "1")), "tiny");
        assertInstanceOf(Probe.Ready.class, driver.probe(PATIENT));
        driver.close();
        assertEquals(List.of("generate {\"model\":\"tiny:latest\",\"keep_alive\":0}"), daemon.asked);
        assertFalse(daemon.loaded.contains(TINY));
    }

    @Test
    void a_right_that_is_no_truth_value_is_said() {
        OllamaBackend backend = backend(Map.of("pull_missing", "yes", "unload_after_ms", "0"));
        String complaint = backend.availability().detail();
        assertTrue(complaint.contains("pull_missing: must be true or false"), complaint);
        assertTrue(complaint.contains("unload_after_ms: must be a whole number"), complaint);
    }

    private OllamaBackend backend(Map<String, Object> configuration) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.put("root_url", daemon.url().toString());
        return new OllamaBackend(calls, OllamaSettings.read(new ConfigValues(all), Map.of()), "1.0.0");
    }

    private static StartupPlan plan(OllamaBackend backend, String model) {
        return backend.plan(new InstanceSpec("ollama", model, null, null, Map.of()));
    }

    private static InstanceDriver driver(OllamaBackend backend, String model) {
        return plan(backend, model).driver().open(new Launched("ollama-1", 0, 0, ""));
    }

    private static Probe.Pending pending(InstanceDriver driver) {
        return assertInstanceOf(Probe.Pending.class, driver.probe(PATIENT));
    }

    private static Probe.Pending until(InstanceDriver driver, Predicate<Probe.Pending> seen) {
        return (Probe.Pending) await(driver, probe -> probe instanceof Probe.Pending pending && seen.test(pending));
    }

    private static void awaitReady(InstanceDriver driver) {
        await(driver, probe -> probe instanceof Probe.Ready);
    }

    private static String awaitFailed(InstanceDriver driver) {
        return ((Probe.Failed) await(driver, probe -> probe instanceof Probe.Failed)).because();
    }

    private static Probe await(InstanceDriver driver, Predicate<Probe> seen) {
        long deadline = System.nanoTime() + PATIENT.toNanos();
        Probe probe = driver.probe(PATIENT);
        while (!seen.test(probe)) {
            assertTrue(System.nanoTime() < deadline, "last seen: " + probe);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            probe = driver.probe(PATIENT);
        }
        return probe;
    }
}
