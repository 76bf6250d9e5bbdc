// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Ollama: the one that {@code OLLAMA_BIN} names, else one built into a cache outside the project. */
public final class OllamaBuild {
    /** Two cores build it in three minutes. */
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(15);

    private static final Finished FETCHED = fetch();

    private OllamaBuild() {}

    /** The program, if it could be had. */
    public static Optional<Path> program() {
        return FETCHED.exit() == 0 ? Optional.of(Path.of(FETCHED.output().trim())) : Optional.empty();
    }

    /** Why there is none. */
    public static String reason() {
        return "an Ollama daemon could not be had: " + FETCHED.output().trim();
    }

    private static Finished fetch() {
        Path project =
                Path.of(System.getProperty("paddock.project")).toAbsolutePath().normalize();
        try {
            return Shell.run(project, Map.of(), List.of("tools/ollama/fetch-ollama.sh"), LONGEST_BUILD);
        } catch (IOException e) {
            return new Finished(1, e.getMessage(), 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finished(1, "interrupted", 0);
        }
    }
}
