// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real daemon on a free loopback port, with its own home and model folder; started again it has both again. */
public final class OllamaDaemon implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path program;
    private final Path folder;
    private final int port;
    private Process process;

    private OllamaDaemon(Path program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** Starts one without any model. */
    public static OllamaDaemon started(Path program) throws Exception {
        OllamaDaemon daemon = new OllamaDaemon(program, Files.createTempDirectory("ollama-"), Paddock.freePort());
        daemon.start();
        return daemon;
    }

    /** Starts it on the same port. */
    public void start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "serve")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("daemon.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("OLLAMA_"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("OLLAMA_MODELS", models().toString());
        builder.environment().put("OLLAMA_HOST", "127.0.0.1:" + port);
        process = builder.start();
        Eventually.holds("the daemon", this::answers);
    }

    /** The value for the variable {@code OLLAMA_HOST} of its clients. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** Its root. */
    public URI url() {
        return URI.create("http://" + host());
    }

    /** Its model folder. */
    public Path models() {
        return folder.resolve("models");
    }

    /** Whether it answers. */
    public boolean answers() throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(at("/api/version")).timeout(Duration.ofSeconds(2)))
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes a model of a GGUF file. */
    public void create(String name, Path gguf, String template) throws Exception {
        String digest = "sha256:" + sha256(gguf);
        HttpResponse<String> sent =
                send(HttpRequest.newBuilder(at("/api/blobs/" + digest)).POST(BodyPublishers.ofFile(gguf)));
        if (sent.statusCode() / 100 != 2) {
            throw new IOException("the daemon does not take the file: " + sent.statusCode() + " " + sent.body());
        }
        ObjectNode body = JSON.createObjectNode().put("model", name).put("template", template);
        body.putObject("files").put("model.gguf", digest);
        String made = post("/api/create", body).body();
        if (!made.contains("\"success\"")) {
            throw new IOException("the daemon does not make the model: " + made);
        }
    }

    /** Removes a model. */
    public void delete(String name) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(at("/api/delete"))
                .method(
                        "DELETE",
                        BodyPublishers.ofString(
                                JSON.createObjectNode().put("model", name).toString())));
    }

    /** Has it drop a model from memory. */
    public void unload(String name) throws IOException, InterruptedException {
        post("/api/generate", JSON.createObjectNode().put("model", name).put("keep_alive", 0));
    }

    /** Names of the models in its memory. */
    public List<String> loaded() throws IOException, InterruptedException {
        return names("/api/ps");
    }

    /** Names of the models that it has. */
    public List<String> installed() throws IOException, InterruptedException {
        return names("/api/tags");
    }

    private List<String> names(String path) throws IOException, InterruptedException {
        JsonNode models =
                JSON.readTree(send(HttpRequest.newBuilder(at(path))).body()).path("models");
        return models.findValuesAsText("name");
    }

    private HttpResponse<String> post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body.toString())));
    }

    private URI at(String path) {
        return URI.create(url() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Ends it at once, with the processes that it started for its models. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
