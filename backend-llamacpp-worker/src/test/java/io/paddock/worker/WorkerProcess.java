// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker as a child process, and a client for it. */
final class WorkerProcess implements AutoCloseable {
    static final String SECRET = "test-key";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    final Process process;
    final int port;
    private final Path log;

    private WorkerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    static WorkerProcess start(Path work, Path natives, Path model, String... more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dde.kherud.llama.lib.path=" + natives,
                "-cp",
                System.getProperty("java.class.path"),
                "io.paddock.worker.Worker",
                "--port",
                String.valueOf(port),
                "--model",
                model.toString(),
                "--alias",
                "tiny"));
        command.addAll(Arrays.asList(more));
        Path log = Files.createTempFile(work, "worker-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PADDOCK_WORKER_KEY", SECRET);
        return new WorkerProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), port, log);
    }

    /** Waits until its health has this status, and gives the whole answer. */
    JsonNode awaitHealth(String status) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String last = "nothing";
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                JsonNode health = JSON.readTree(send(get("/health")).body());
                if (health.path("status").asText().equals(status)) {
                    return health;
                }
                last = health.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("never " + status + "; last seen " + last + "; log: " + log());
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + SECRET);
    }

    HttpRequest get(String path) {
        return to(path).GET().build();
    }

    HttpRequest post(String path, String body) {
        return to(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> later(String path, String body) {
        return HTTP.sendAsync(post(path, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<Stream<String>> lines(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
    }

    HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Posts and expects 200. */
    JsonNode ask(String path, String body) throws Exception {
        HttpResponse<String> response = send(post(path, body));
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body() + "; log: " + log());
        }
        return JSON.readTree(response.body());
    }

    /** The chunks of a stream, which must end with [DONE]. */
    List<JsonNode> stream(String path, String body) throws Exception {
        List<String> data;
        try (Stream<String> lines = lines(post(path, body)).body()) {
            data = lines.filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6))
                    .toList();
        }
        if (data.isEmpty() || !data.get(data.size() - 1).equals("[DONE]")) {
            throw new AssertionError("the stream does not end with [DONE]: " + data);
        }
        List<JsonNode> chunks = new ArrayList<>();
        for (String chunk : data.subList(0, data.size() - 1)) {
            chunks.add(JSON.readTree(chunk));
        }
        return chunks;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
