// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real llama-server that somebody else runs: on a free loopback port, with a key; started again it has both again. */
public final class ForeignLlamaServer implements AutoCloseable {
    private final Path program;
    private final Path folder;
    private final int port;
    private final List<String> arguments;
    private Process process;

    private ForeignLlamaServer(Path program, Path folder, int port, List<String> arguments) {
        this.program = program;
        this.folder = folder;
        this.port = port;
        this.arguments = arguments;
    }

    /** Starts one of the llama-server in {@code install}, and waits until it has loaded its model. */
    public static ForeignLlamaServer started(Path install, Path model, String alias, String key, String... more)
            throws Exception {
        Path folder = Files.createTempDirectory("llama-server-");
        Path below = install.resolve("bin/llama-server");
        Path program = Files.exists(below) ? below : install.resolve("llama-server");
        List<String> arguments = new ArrayList<>(List.of("--model", model.toString(), "--alias", alias));
        arguments.addAll(List.of("--parallel", "2", "--threads", "2", "--no-webui"));
        arguments.addAll(List.of("--api-key-file", folder.resolve("key").toString()));
        arguments.addAll(List.of(more));
        ForeignLlamaServer server = new ForeignLlamaServer(program, folder, Paddock.freePort(), arguments);
        Files.writeString(server.keyFile(), key + "\n");
        server.start();
        Eventually.holds("the model of the server", server::loaded);
        return server;
    }

    /** Starts it on the same port, without waiting for the model. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--host", "127.0.0.1", "--port", "" + port));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** What its routes follow. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port + "/v1");
    }

    /** The file with its key. */
    public Path keyFile() {
        return folder.resolve("key");
    }

    /** What it wrote. */
    public Path log() {
        return folder.resolve("server.log");
    }

    /** Whether it has its model. */
    public boolean answers() throws InterruptedException {
        try {
            return Paddock.http()
                            .send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether its process lives. */
    public boolean alive() {
        return process.isAlive();
    }

    private boolean loaded() throws IOException, InterruptedException {
        if (!alive()) {
            throw new IOException("the server ended: " + Files.readString(log()));
        }
        return answers();
    }

    /** Ends it at once. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
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
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
