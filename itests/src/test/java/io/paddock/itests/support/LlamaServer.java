// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real llama-server: the one that {@code LLAMA_CPP_DIR} names, else the first on the {@code PATH}, else one fetched into a cache
 * outside the project.
 */
public final class LlamaServer {
    private static final Finished FETCHED = fetch();

    private LlamaServer() {}

    /** Its install folder, for {@code LLAMA_CPP_DIR}, if it could be had. */
    public static Optional<Path> folder() {
        return FETCHED.exit() == 0 ? Optional.of(Path.of(FETCHED.output().trim())) : Optional.empty();
    }

    /** Why there is none. */
    public static String reason() {
        return "a llama-server could not be had: " + FETCHED.output().trim();
    }

    /** The folder above {@code bin/}, as those of a build have one, else the one it lies in. */
    private static Optional<Path> onThePath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "llama-server"))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .map(program -> program.getParent().endsWith("bin")
                        ? program.getParent().getParent()
                        : program.getParent())
                .findFirst();
    }

    private static Finished fetch() {
        String named = System.getenv("LLAMA_CPP_DIR");
        if (named != null && !named.isBlank()) {
            return new Finished(0, named, 0);
        }
        Optional<Path> installed = onThePath();
        if (installed.isPresent()) {
            return new Finished(0, installed.get().toString(), 0);
        }
        Path project =
                Path.of(System.getProperty("paddock.project")).toAbsolutePath().normalize();
        try {
            Finished fetched = Shell.run(project, List.of("tools/llama-server/fetch-llama-server.sh"));
            return fetched.exit() == 0
                    ? new Finished(
                            0,
                            Path.of(fetched.output().trim())
                                    .getParent()
                                    .getParent()
                                    .toString(),
                            0)
                    : fetched;
        } catch (IOException e) {
            return new Finished(1, e.getMessage(), 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finished(1, "interrupted", 0);
        }
    }
}
