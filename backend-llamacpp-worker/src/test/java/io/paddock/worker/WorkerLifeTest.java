// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.testmodel.Natives;
import io.paddock.testmodel.TinyModel;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a worker begins, gives up work and ends. */
class WorkerLifeTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ENDLESS = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true,"
            + "\"max_tokens\":30000,\"logit_bias\":{\"2\":-100,\"4\":-100}}";
    private static final String SHORT = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":1}";

    @TempDir
    static Path work;

    private static Path natives;
    private static Path model;

    @BeforeAll
    static void prepare() throws Exception {
        natives = Natives.folder(work.resolve("native"));
        model = TinyModel.writer().write(work.resolve("tiny.gguf"));
    }

    @Test
    void it_ends_when_its_standard_input_ends() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(work, natives, model)) {
            worker.awaitHealth("ok");

            worker.process.getOutputStream().close();

            assertTrue(worker.process.waitFor(2, TimeUnit.SECONDS), "still alive");
        }
    }

    @Test
    void it_ends_in_good_order_when_it_is_told_to() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(work, natives, model)) {
            worker.awaitHealth("ok");

            worker.process.destroy();

            assertTrue(worker.process.waitFor(6, TimeUnit.SECONDS), "still alive");
            assertEquals(0, worker.process.exitValue());
        }
    }

    @Test
    void health_proves_that_it_knows_the_key() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(work, natives, model)) {
            JsonNode health = worker.awaitHealth("ok");

            assertEquals(worker.process.pid(), health.path("pid").asLong());
            assertEquals(64, health.path("proof").asText().length());
        }
    }

    @Test
    void a_cut_model_is_reported_as_failed_with_its_reason() throws Exception {
        byte[] whole = Files.readAllBytes(model);
        Path cut = Files.write(work.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length / 2));
        try (WorkerProcess worker = WorkerProcess.start(work, natives, cut)) {
            JsonNode health = worker.awaitHealth("failed");

            assertTrue(health.path("error").asText().contains("it is cut"), health.toString());
            assertEquals(503, worker.send(worker.post(CHAT, SHORT)).statusCode());
        }
    }

    @Test
    void a_model_that_the_engine_refuses_leaves_the_engine_s_reason_in_the_log() throws Exception {
        Path odd = TinyModel.writer("no-such-architecture").write(work.resolve("odd.gguf"));
        try (WorkerProcess worker = WorkerProcess.start(work, natives, odd)) {
            JsonNode health = worker.awaitHealth("failed");

            assertTrue(health.path("error").asText().contains("no-such-architecture"), health.toString());
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!worker.log().contains("error loading model") && System.nanoTime() < deadline) {
                worker.process.waitFor(20, TimeUnit.MILLISECONDS); // the engine writes its log on a thread of its own
            }
            assertTrue(worker.log().contains("error loading model"), worker.log());
        }
    }

    @Test
    void a_lost_client_frees_its_place_and_a_full_worker_says_so() throws Exception {
        String[] one = {"--ctx-size", "32768", "--parallel", "1", "--queue", "0"};
        try (WorkerProcess worker = WorkerProcess.start(work, natives, model, one)) {
            worker.awaitHealth("ok");
            long begin = System.nanoTime();
            Stream<String> lines = worker.lines(worker.post(CHAT, ENDLESS)).body();
            Iterator<String> read = lines.iterator();
            for (int i = 0; i < 40; i++) {
                read.next();
            }
            HttpResponse<String> full = worker.send(worker.post(CHAT, SHORT));

            assertEquals(503, full.statusCode(), full.body());
            assertTrue(full.headers().firstValue("Retry-After").isPresent());
            long wholeMs = (System.nanoTime() - begin) / 1_000_000 * 30_000 / 20; // at the pace seen so far
            lines.close();
            long waited = awaitPlace(worker);
            assertTrue(waited < Math.min(5000, wholeMs / 2), waited + " ms of " + wholeMs);
        }
    }

    @Test
    void a_lost_client_frees_its_place_also_when_it_did_not_want_a_stream() throws Exception {
        String[] one = {"--ctx-size", "32768", "--parallel", "1", "--queue", "0"};
        try (WorkerProcess worker = WorkerProcess.start(work, natives, model, one)) {
            worker.awaitHealth("ok");
            String whole = ENDLESS.replace("\"stream\":true", "\"stream\":false");
            assertNotEquals(ENDLESS, whole);
            try (InputStream body = worker.open(worker.post(CHAT, whole)).body()) {
                assertEquals(' ', body.read(), "it begins before its end is known");
            }
            long waited = awaitPlace(worker);
            assertTrue(waited < 5000, waited + " ms");
        }
    }

    @Test
    void as_many_as_come_when_a_swap_ends_wait_for_a_place() throws Exception {
        String[] one = {"--ctx-size", "32768", "--parallel", "1"};
        try (WorkerProcess worker = WorkerProcess.start(work, natives, model, one)) {
            worker.awaitHealth("ok");
            Stream<String> held = worker.lines(worker.post(CHAT, ENDLESS)).body();
            Iterator<String> taken = held.iterator();
            taken.next();
            List<CompletableFuture<HttpResponse<String>>> asked =
                    Stream.generate(() -> worker.later(CHAT, SHORT)).limit(200).toList();
            held.close();
            for (CompletableFuture<HttpResponse<String>> answer : asked) {
                assertEquals(200, answer.get(1, TimeUnit.MINUTES).statusCode());
            }
        }
    }

    private static long awaitPlace(WorkerProcess worker) throws Exception {
        long begin = System.nanoTime();
        while (worker.send(worker.post(CHAT, SHORT)).statusCode() != 200) {
            assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(20), "the place never became free");
            worker.process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }

    @Test
    void without_a_key_it_does_not_start() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.paddock.worker.Worker",
                        "--model",
                        "x")
                .redirectErrorStream(true)
                .start();

        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue());
    }
}
