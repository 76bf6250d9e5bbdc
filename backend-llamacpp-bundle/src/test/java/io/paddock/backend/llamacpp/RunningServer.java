// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A plan carried out as the kernel would: port and secret filled in, output handed to the driver. */
final class RunningServer implements AutoCloseable {
    static final String SECRET = "kernel-made-secret-0123456789";
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final InstanceDriver driver;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final Thread pump;

    private RunningServer(Process process, InstanceDriver driver) {
        this.process = process;
        this.driver = driver;
        this.pump = new Thread(this::pump, "running-server-output");
        pump.setDaemon(true);
        pump.start();
    }

    static RunningServer start(StartupPlan plan, int port) throws IOException {
        return start(plan, List.of(), port);
    }

    /** @param before words before its command, that narrow what it may use */
    static RunningServer start(StartupPlan plan, List<String> before, int port) throws IOException {
        LaunchSpec launch = ((StartupPlan.Spawn) plan).launch();
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(before.stream(), launch.command().stream())
                .map(word -> word.replace(LaunchSpec.PORT, String.valueOf(port)))
                .toList());
        launch.environment()
                .forEach((name, value) -> builder.environment().put(name, value.replace(LaunchSpec.SECRET, SECRET)));
        Process process = builder.redirectErrorStream(true).start();
        return new RunningServer(process, plan.driver().open(new Launched("i-1", process.pid(), port, SECRET)));
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void pump() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                driver.output(new OutputLine(OutputLine.Stream.STDERR, line));
            }
        } catch (IOException e) {
            output.add(e.toString());
        }
    }

    InstanceDriver driver() {
        return driver;
    }

    Process process() {
        return process;
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor(5, TimeUnit.SECONDS);
    }

    /** Probes until ready; anything else is a failure with what the server wrote. */
    Probe.Ready ready() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        Probe last = null;
        while (System.nanoTime() < end) {
            last = driver.probe(Duration.ofSeconds(2));
            if (last instanceof Probe.Ready ready) {
                return ready;
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("not ready: " + last + "\n" + String.join("\n", output));
    }

    /** What the driver makes of its end, after its last words were read. */
    Probe afterItsEnd() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs:\n" + String.join("\n", output));
        }
        pump.join(5000);
        return driver.probe(Duration.ofSeconds(2));
    }

    static HttpResponse<String> send(Probe.Ready ready, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ready.baseUrl() + path))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        ready.headers().forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode post(Probe.Ready ready, String path, String body) throws Exception {
        HttpResponse<String> answer = send(ready, path, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        driver.close();
        process.destroyForcibly();
    }
}
