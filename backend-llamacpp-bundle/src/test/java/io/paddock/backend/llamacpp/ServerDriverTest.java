// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerDriverTest {
    private static final String KEY = "s3cret-value";
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private HttpServer server;
    private volatile boolean open; // takes anybody
    private volatile String key = KEY;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        bodies.put("/health", "{\"status\":\"ok\"}");
        bodies.put("/v1/models", "{\"data\":[{\"id\":\"tiny\"}]}");
        bodies.put("/props", "{\"total_slots\":3,\"default_generation_settings\":{\"n_ctx\":77}}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean mayEnter = open
                || path.equals("/health")
                || ("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        int status = mayEnter ? statuses.getOrDefault(path, bodies.containsKey(path) ? 200 : 404) : 401;
        byte[] body = (mayEnter ? bodies.getOrDefault(path, "{}") : "{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ServerDriver driver(String prefix, long pid) {
        return new ServerDriver(
                new ServerCalls(server.getAddress().getPort(), prefix, KEY),
                new ProcessSigns(pid),
                new ServerDriver.Promise(
                        "tiny",
                        Protocol.OPENAI_CHAT_COMPLETIONS,
                        Map.of("Authorization", "Bearer " + KEY),
                        Manifests.server(new ServerRole(true, true, false), true),
                        Map.of("engine", "x")));
    }

    private ServerDriver driver() {
        return driver("", ProcessHandle.current().pid());
    }

    private static String pending(Probe probe) {
        return assertInstanceOf(Probe.Pending.class, probe).because();
    }

    @Test
    void a_server_that_wants_our_key_and_names_our_model_is_ready() {
        bodies.put(
                "/props",
                "{\"total_slots\":3,\"default_generation_settings\":{\"n_ctx\":77},"
                        + "\"chat_template_caps\":{\"supports_tools\":true}}");

        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver().probe(BUDGET));

        assertTrue(ready.baseUrl().toString().endsWith("/v1"));
        assertEquals("Bearer " + KEY, ready.headers().get("Authorization"));
        assertEquals(77, ready.metadata().get("context_length"));
        assertEquals(3, ready.metadata().get("parallel"));
        assertEquals(Support.YES, ready.capabilities().get(Capability.TOOL_CALLING));
        assertFalse(ready.toString().contains(KEY));
        assertEquals(HealthStatus.HEALTHY, driver().check(BUDGET).status());
    }

    @Test
    void a_template_without_tools_is_said_to_have_none() {
        bodies.put("/props", "{\"chat_template_caps\":{\"supports_tools\":false}}");

        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver().probe(BUDGET));

        assertEquals(Support.NO, ready.capabilities().get(Capability.TOOL_CALLING));
    }

    @Test
    void a_prefix_stands_before_every_route() {
        bodies.put("/a/health", "{\"status\":\"ok\"}");
        bodies.put("/a/v1/models", bodies.remove("/v1/models"));
        bodies.put("/a/props", "{}");

        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver("/a", 1).probe(BUDGET));

        assertTrue(ready.baseUrl().toString().endsWith("/a/v1"));
        assertTrue(ready.healthRef().endsWith("/a/health"));
    }

    @Test
    void loading_wins_over_every_other_sign() {
        statuses.put("/health", 503);

        assertEquals("llama-server is loading the model", pending(driver().probe(BUDGET)));
        assertEquals(HealthStatus.DEGRADED, driver().check(BUDGET).status());
    }

    @Test
    void without_a_health_route_the_models_decide() {
        bodies.remove("/health");
        assertInstanceOf(Probe.Ready.class, driver().probe(BUDGET));
        assertEquals(HealthStatus.HEALTHY, driver().check(BUDGET).status());

        statuses.put("/v1/models", 503);
        assertTrue(pending(driver().probe(BUDGET)).contains("loading"));
    }

    @Test
    void a_stranger_on_the_port_is_never_ready() {
        open = true; // it takes any key, so it did not get ours
        assertTrue(pending(driver().probe(BUDGET)).contains("another server"));

        open = false;
        key = "another"; // it refuses our key
        assertTrue(pending(driver().probe(BUDGET)).contains("refused our key"));
        assertEquals(HealthStatus.UNAVAILABLE, driver().check(BUDGET).status());

        key = KEY;
        bodies.put("/v1/models", "{\"data\":[{\"id\":\"other\"}]}");
        assertTrue(pending(driver().probe(BUDGET)).contains("another server"));
        assertEquals(HealthStatus.UNAVAILABLE, driver().check(BUDGET).status());
    }

    @ParameterizedTest
    @CsvSource({
        "200, ok, HEALTHY",
        "200, degraded, DEGRADED",
        "200, slot unavailable, UNAVAILABLE",
        "502, ok, DEGRADED",
        "503, ok, DEGRADED",
        "504, ok, DEGRADED",
        "500, ok, UNAVAILABLE"
    })
    void health_is_what_it_says(int status, String word, HealthStatus expected) {
        statuses.put("/health", status);
        bodies.put("/health", "{\"status\":\"" + word + "\"}");

        assertEquals(expected, driver().check(BUDGET).status());
    }

    @Test
    void lines_are_progress_and_a_silent_port_is_pending() {
        server.stop(0);
        ServerDriver driver = driver("", 0);
        long before =
                assertInstanceOf(Probe.Pending.class, driver.probe(BUDGET)).progress();

        driver.output(new OutputLine(OutputLine.Stream.STDERR, "loading tensors"));

        assertTrue(assertInstanceOf(Probe.Pending.class, driver.probe(BUDGET)).progress() > before);
    }

    @Test
    void last_words_count_once_the_process_is_over() {
        server.stop(0);
        ServerDriver alive = driver();
        ServerDriver dead = driver("", Long.MAX_VALUE >> 20);
        for (ServerDriver driver : new ServerDriver[] {alive, dead}) {
            driver.output(line("E srv load_model: failed to load model, '/home/me/x.gguf'"));
            driver.output(line("E llama_model_load: error loading model: unknown model architecture: 'qwen99'"));
            driver.output(line("E common_init_: failed to load model '/home/me/x.gguf'"));
        }

        assertInstanceOf(Probe.Pending.class, alive.probe(BUDGET));
        String because =
                assertInstanceOf(Probe.Failed.class, dead.probe(BUDGET)).because();

        assertTrue(because.contains("does not know the model's architecture 'qwen99'"), because);
        assertFalse(because.contains("/home"), because);
    }

    private static OutputLine line(String text) {
        return new OutputLine(OutputLine.Stream.STDERR, text);
    }
}
