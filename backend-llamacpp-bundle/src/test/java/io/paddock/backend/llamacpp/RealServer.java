// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.testmodel.Needed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real llama-server of the checks: the one of this machine, else one that the project's script fetches. */
final class RealServer {
    private static final Duration LONGEST_FETCH = Duration.ofMinutes(5);
    private static final Path TOOLS = Path.of("..", "tools");
    private static String reason = "";
    private static final Optional<Path> PROGRAM = find();

    private RealServer() {}

    /** The program, or the end of this test. */
    static Path need() {
        Needed.here(PROGRAM.isPresent(), reason());
        return PROGRAM.orElseThrow();
    }

    /** Why there is none. */
    static String reason() {
        return PROGRAM.isPresent() ? null : "no llama-server can be had: " + reason;
    }

    static Optional<Path> program() {
        return PROGRAM;
    }

    /** A small real model; without it the test ends. */
    static Path gemma() {
        String script = TOOLS.resolve("models/fetch-gemma.py").toString();
        Optional<Path> file = said("Gemma 3 270M", List.of("python3", script));
        Needed.here(file.isPresent(), "Gemma 3 270M cannot be had: " + reason);
        return file.orElseThrow();
    }

    /** The model that the distribution carries. */
    static Path bundledModel() {
        return TOOLS.resolve("demo-model/paddock-demo.gguf").toAbsolutePath().normalize();
    }

    private static Optional<Path> find() {
        ServerSearch.Sighting here =
                ServerSearch.ofEnvironment(Searches.none().added()).look("");
        if (here.problem() == null) {
            return Optional.of(here.program());
        }
        return said(
                "llama-server",
                List.of(TOOLS.resolve("llama-server/fetch-llama-server.sh").toString()));
    }

    /** The path that a script prints; it says in one line why there is none. */
    private static Optional<Path> said(String what, List<String> command) {
        try {
            Path output = Files.createTempFile("paddock-fetch-", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(LONGEST_FETCH.toSeconds(), TimeUnit.SECONDS);
                process.destroyForcibly();
                String text = Files.readString(output).strip();
                if (ended && process.exitValue() == 0) {
                    return Optional.of(Path.of(text));
                }
                reason = ended ? text : "fetching " + what + " took too long";
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            reason = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason = "interrupted";
        }
        return Optional.empty();
    }
}
