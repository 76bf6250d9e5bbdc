// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.testkit.FakeEngine;
import io.paddock.testkit.TokenClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The test kit's engine with a fixed token clock, in a process of its own. */
public final class EngineProcess implements AutoCloseable {
    private static final String GREETING = "listening on ";
    private static final int START_SECONDS = 20;

    private final Process process;
    private final URI url;

    private EngineProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts an engine that serves {@code model}; it listens when this returns. */
    public static EngineProcess start(String model, TokenClock clock, StopList stops)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(model, clock))
                .redirectErrorStream(true)
                .start();
        stops.add(() -> end(process));
        process.getOutputStream().close();
        return new EngineProcess(process, URI.create(greeting(process).substring(GREETING.length())));
    }

    /** Its base URL, with {@code /v1}. */
    public URI baseUrl() {
        return URI.create(url + "/v1");
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        ProcessFacts.end(List.of(process.toHandle()), Duration.ofSeconds(2));
    }

    private static List<String> command(String model, TokenClock clock) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FakeEngine.class.getName(),
                "--model",
                model,
                "--first-ms",
                Double.toString(clock.firstNanos() / 1e6),
                "--token-ms",
                Double.toString(clock.eachNanos() / 1e6),
                "--tokens",
                Integer.toString(clock.tokens()));
    }

    private static String greeting(Process process) throws IOException, InterruptedException {
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> out.lines().findFirst().orElse(""));
        try {
            String line = first.get(START_SECONDS, TimeUnit.SECONDS);
            if (line.startsWith(GREETING)) {
                return line;
            }
            throw new IOException("the engine did not start: " + line);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the engine did not say where it listens", e);
        }
    }
}
