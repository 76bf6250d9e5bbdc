// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A llama-server started as the runtime starts it, without the runtime; what it logs goes into a file, as it would. */
public final class ServerByHand implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final long POLL_NANOS = 5_000_000;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final Path log;
    private final URI root;
    private final Map<String, String> headers;
    private double readyMillis;

    private ServerByHand(Process process, Path log, URI root, Map<String, String> headers) {
        this.process = process;
        this.log = log;
        this.root = root;
        this.headers = headers;
    }

    /** Starts one; {@code /health} has said 200 when this returns. */
    public static ServerByHand start(Path program, ChildCommand like, StopList stops)
            throws IOException, InterruptedException {
        int port = Distribution.freePort();
        List<String> command = new ArrayList<>(ownSession());
        command.add(program.toString());
        command.addAll(like.flagsAt(port));
        Path log = Files.createTempFile("paddock-bench-server", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(like.environment());
        String key = like.environment().get("LLAMA_API_KEY");
        long start = System.nanoTime();
        ServerByHand server = new ServerByHand(
                builder.start(),
                log,
                URI.create("http://127.0.0.1:" + port),
                key == null ? Map.of() : Map.of("Authorization", "Bearer " + key));
        stops.add(server);
        server.awaitReady(start);
        return server;
    }

    /** The runtime's are in another session than this client too, and Linux shares processors between sessions. */
    private static List<String> ownSession() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1)
                .toList();
    }

    /** From its start until {@code /health} said 200, in milliseconds. */
    public double readyMillis() {
        return readyMillis;
    }

    /** Its base URL, with {@code /v1}. */
    public URI baseUrl() {
        return root.resolve("/v1");
    }

    /** To send with each request; values are secrets. */
    public Map<String, String> headers() {
        return headers;
    }

    private void awaitReady(long start) throws IOException, InterruptedException {
        while (System.nanoTime() - start < READY_WITHIN.toNanos()) {
            if (healthy()) {
                readyMillis = (System.nanoTime() - start) / 1e6;
                return;
            }
            if (!process.isAlive()) {
                throw new IOException("llama-server ended with exit code " + process.exitValue());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("llama-server was not ready within " + READY_WITHIN.toSeconds() + " s");
    }

    private boolean healthy() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(root.resolve("/health"))
                    .timeout(ANSWER_WITHIN)
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    /** Ends it; a second call does nothing. */
    @Override
    public void close() {
        ProcessFacts.end(List.of(process.toHandle()), STOP_WITHIN);
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            log.toFile().deleteOnExit(); // it is in a folder for such files
        }
    }
}
