// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.spi.Launched;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerDriverTest {
    private static final String SECRET = "s3cret-value";
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private HttpServer server;
    private volatile int status = 503;
    private volatile String body = "{}";
    private WorkerDriver driver;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        driver = new WorkerDriver(
                new Launched("i-1", 1, server.getAddress().getPort(), SECRET),
                new WorkerDriver.Promise(Protocol.OPENAI_CHAT_COMPLETIONS, Manifests.worker(true, true), Map.of()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void says(int newStatus, String fields) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] proof =
                mac.doFinal(("paddock-worker:" + server.getAddress().getPort()).getBytes(StandardCharsets.US_ASCII));
        status = newStatus;
        body = "{" + fields + ",\"proof\":\"" + HexFormat.of().formatHex(proof) + "\"}";
    }

    @Test
    void a_loading_worker_is_pending_with_progress() throws Exception {
        says(503, "\"status\":\"loading\",\"progress\":1234");

        Probe.Pending pending = assertInstanceOf(Probe.Pending.class, driver.probe(BUDGET));

        assertEquals(1234, pending.progress());
    }

    @Test
    void a_worker_that_is_well_is_ready_and_its_key_is_not_printed() throws Exception {
        says(200, "\"status\":\"ok\"");

        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, driver.probe(BUDGET));

        assertEquals(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
                ready.baseUrl().toString());
        assertEquals("Bearer " + SECRET, ready.headers().get("Authorization"));
        assertFalse(ready.toString().contains(SECRET));
        assertEquals(HealthStatus.HEALTHY, driver.check(BUDGET).status());
    }

    @Test
    void a_stranger_on_the_port_is_never_ready() {
        status = 200;
        body = "{\"status\":\"ok\",\"proof\":\"00\"}";

        assertInstanceOf(Probe.Failed.class, driver.probe(BUDGET));
        assertEquals(HealthStatus.UNAVAILABLE, driver.check(BUDGET).status());
    }

    @Test
    void garbage_is_a_failure_and_not_an_exception() {
        status = 200;
        body = "<html>";

        assertInstanceOf(Probe.Failed.class, driver.probe(BUDGET));
    }

    @Test
    void a_load_that_failed_says_why_in_the_engine_s_words() throws Exception {
        driver.output(new OutputLine(
                OutputLine.Stream.STDERR, "llama_model_load: error loading model: unknown model architecture: 'x'"));
        says(503, "\"status\":\"failed\",\"error\":\"the engine could not load the model\"");

        Probe.Failed failed = assertInstanceOf(Probe.Failed.class, driver.probe(BUDGET));

        assertTrue(failed.because().contains("unknown model architecture: 'x'"), failed.because());
    }

    @Test
    void paths_in_the_engine_s_words_are_kept_back() throws Exception {
        driver.output(new OutputLine(OutputLine.Stream.STDERR, "error loading model: cannot open /home/me/x.gguf"));
        says(503, "\"status\":\"failed\",\"error\":\"the engine could not load the model\"");

        Probe.Failed failed = assertInstanceOf(Probe.Failed.class, driver.probe(BUDGET));

        assertFalse(failed.because().contains("/home"), failed.because());
    }

    @Test
    void a_silent_port_is_pending_and_unavailable() {
        server.stop(0);

        assertInstanceOf(Probe.Pending.class, driver.probe(BUDGET));
        assertEquals(HealthStatus.UNAVAILABLE, driver.check(BUDGET).status());
    }
}
