// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands to their end. */
public final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Shell() {}

    /** Runs {@code command} in {@code folder} with the tests' own environment. */
    public static Finished run(Path folder, List<String> command) throws IOException, InterruptedException {
        return run(folder, Map.of(), command);
    }

    /** Runs {@code command} in {@code folder}; fails when it takes longer than three minutes. */
    public static Finished run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        return run(folder, environment, command, LIMIT);
    }

    /** Runs {@code command} in {@code folder}; fails when it takes longer than {@code limit}. */
    public static Finished run(Path folder, Map<String, String> environment, List<String> command, Duration limit)
            throws IOException, InterruptedException {
        // A file, not a pipe: a background process that inherits the stream must not keep the reader waiting.
        Path log = Files.createTempFile("command", ".log");
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException(
                    command + " did not end within " + limit.toSeconds() + " s: " + Files.readString(log));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        Files.delete(log);
        return new Finished(process.exitValue(), output, millis);
    }
}
