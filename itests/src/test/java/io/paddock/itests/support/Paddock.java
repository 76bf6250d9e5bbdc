// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A runtime started by its own launcher from an unpacked distribution, on a free port. */
public final class Paddock implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path home;
    private final int port;
    private final Map<String, String> environment;

    private Paddock(Path home, int port, Map<String, String> environment) {
        this.home = home;
        this.port = port;
        this.environment = environment;
    }

    /** Unpacks a distribution for {@code jdk} without starting it. */
    public static Paddock unpacked(String name, Jdk jdk, Map<String, String> extra)
            throws IOException, InterruptedException {
        int port = freePort();
        Map<String, String> environment = new HashMap<>(extra);
        environment.put("JAVA_HOME", jdk.home().toString());
        environment.put("PADDOCK_PORT", Integer.toString(port));
        environment.putIfAbsent("PADDOCK_SSH_PORT", "0");
        return new Paddock(Distribution.unpack(name), port, environment);
    }

    /** Unpacks and starts a distribution; it is ready when this returns. */
    public static Paddock started(String name, Jdk jdk, Map<String, String> extra)
            throws IOException, InterruptedException {
        Paddock paddock = unpacked(name, jdk, extra);
        Finished start = paddock.launcher("start");
        if (start.exit() != 0) {
            throw new IOException("paddock start failed: " + start.output());
        }
        return paddock;
    }

    /** Runs {@code bin/paddock} with these arguments. */
    public Finished launcher(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/paddock").toString()));
        command.addAll(List.of(arguments));
        return Shell.run(home, environment, command);
    }

    /** The unpacked folder. */
    public Path home() {
        return home;
    }

    /** The port it serves on. */
    public int port() {
        return port;
    }

    /** The process id of the runtime. */
    public long pid() throws IOException {
        Properties run = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("data/paddock.pid"))) {
            run.load(reader);
        }
        return Long.parseLong(run.getProperty("pid"));
    }

    /** The admin token that the first start made. */
    public String adminToken() throws IOException {
        return Files.readString(home.resolve("data/paddock/admin.token")).trim();
    }

    /** An address of this runtime. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Sends a GET. */
    public Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    /** Sends a POST with a JSON body. */
    public Answer post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Sends any request; it must answer within two minutes. */
    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = HTTP.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.headers(), answer.body());
    }

    /** A client for requests that these methods do not cover. */
    public static HttpClient http() {
        return HTTP;
    }

    /** A loopback port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            launcher("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
