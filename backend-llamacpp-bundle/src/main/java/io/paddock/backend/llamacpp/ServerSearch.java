// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a llama-server is looked for. Looks at files and starts nothing. What is named explicitly is taken or found
 * wanting; only what is not named at all is looked for elsewhere.
 *
 * @param llamaCppDir the environment's {@code LLAMA_CPP_DIR}, or null
 * @param path the environment's {@code PATH}, or null
 */
record ServerSearch(String llamaCppDir, String path) {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final String PROGRAM = WINDOWS ? "llama-server.exe" : "llama-server";
    /** Of an install and of the usual builds. */
    private static final List<String> FOLDERS = List.of("", "bin", "build/bin", "build/bin/Release");

    private static final String HOW =
            "Install llama.cpp so that llama-server is on the PATH, or set LLAMA_CPP_DIR or the"
                    + " option binary_path to its folder";

    /** As this process was started. */
    static ServerSearch ofEnvironment() {
        return new ServerSearch(System.getenv("LLAMA_CPP_DIR"), System.getenv("PATH"));
    }

    /**
     * What was found.
     *
     * @param program the program, or null
     * @param from where it comes from, in words
     * @param problem why there is none, as a sentence without a path, or null
     */
    record Sighting(Path program, String from, String problem) {
        private static Sighting of(Path program, String from) {
            return Files.isExecutable(program)
                    ? new Sighting(program, from, null)
                    : none("the llama-server of " + from + " is not executable; chmod +x makes it so");
        }

        private static Sighting none(String problem) {
            return new Sighting(null, "", problem);
        }
    }

    /** Looks where {@code binaryPath} says, or else at the usual places. */
    Sighting look(String binaryPath) {
        try {
            if (!binaryPath.isBlank()) {
                return named(binaryPath.strip(), "the option binary_path");
            }
            if (llamaCppDir != null && !llamaCppDir.isBlank()) {
                return inFolder(Path.of(llamaCppDir.strip()), "LLAMA_CPP_DIR");
            }
            return onPath(PROGRAM)
                    .map(program -> Sighting.of(program, "the PATH"))
                    .orElseGet(() -> Sighting.none(
                            "no llama-server was found; searched: the option binary_path (not set), LLAMA_CPP_DIR (not set), the "
                                    + folders().size() + " folders of the PATH. " + HOW));
        } catch (InvalidPathException e) {
            return Sighting.none("the place that is named for llama-server is no path. " + HOW);
        }
    }

    private Sighting named(String place, String from) {
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return inFolder(path, from);
        }
        if (Files.isRegularFile(path)) {
            return Sighting.of(path, from);
        }
        boolean bare = path.getNameCount() == 1 && !path.isAbsolute();
        Optional<Path> found = bare ? onPath(place) : Optional.empty();
        return found.map(program -> Sighting.of(program, from))
                .orElseGet(() -> Sighting.none("the program that " + from + " names is not there. " + HOW));
    }

    private static Sighting inFolder(Path folder, String from) {
        if (!Files.isDirectory(folder)) {
            return Sighting.none("the folder that " + from + " names is not there. " + HOW);
        }
        return FOLDERS.stream()
                .map(inside -> folder.resolve(inside).resolve(PROGRAM))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(program -> Sighting.of(program, from))
                .orElseGet(() -> Sighting.none("the folder that " + from
                        + " names holds no llama-server; searched: it, bin," + " build/bin. " + HOW));
    }

    private Optional<Path> onPath(String name) {
        return folders().stream()
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private List<String> folders() {
        return path == null
                ? List.of()
                : Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isBlank())
                        .toList();
    }

    /**
     * A file as it is now: the same name with another size or time is another program.
     *
     * @throws IOException when it is gone
     */
    static ServerFile identity(Path program, List<String> launcherArgs) throws IOException {
        Path real = program.toRealPath();
        return new ServerFile(
                program.toAbsolutePath(),
                Files.size(real),
                Files.getLastModifiedTime(real).toMillis(),
                launcherArgs);
    }
}
