// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.backend.llamacpp.servers.AddedServer;
import io.paddock.backend.llamacpp.servers.AddedServers;
import io.paddock.backend.llamacpp.servers.ProgramPlaces;
import io.paddock.backend.llamacpp.servers.ServerNames;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a llama-server is looked for. Looks at files and starts nothing. What is named explicitly is taken or found
 * wanting; only what is not named at all is looked for elsewhere.
 *
 * @param llamaCppDir the environment's {@code LLAMA_CPP_DIR}, or null
 * @param path the environment's {@code PATH}, or null
 * @param added the servers that were added; looked at when nothing else is there, the first one first
 */
record ServerSearch(String llamaCppDir, String path, AddedServers added) {
    private static final String HOW =
            "Install llama.cpp so that llama-server is on the PATH, or set LLAMA_CPP_DIR or the"
                    + " option binary_path to its folder, or add one with paddock:engine-add";

    /** As this process was started. */
    static ServerSearch ofEnvironment(AddedServers added) {
        return new ServerSearch(System.getenv("LLAMA_CPP_DIR"), System.getenv("PATH"), added);
    }

    /**
     * What was found.
     *
     * @param name what the engine is called
     * @param program the program, or null
     * @param from where it comes from, in words
     * @param problem why it cannot be used, as a sentence without a path, or null
     * @param server the added server that it is, or null
     */
    record Sighting(String name, Path program, String from, String problem, AddedServer server) {
        private static Sighting of(String name, Path program, String from) {
            String problem = Files.isExecutable(program)
                    ? null
                    : "the llama-server of " + from + " is not executable; chmod +x makes it so";
            return new Sighting(name, program, from, problem, null);
        }

        private static Sighting none(String name, String from, String problem) {
            return new Sighting(name, null, from, problem, null);
        }

        /** Of a server that was added; a folder may have gone since. */
        private static Sighting of(AddedServer server) {
            String from = "the added engine '" + server.name() + "'";
            Sighting plain = Files.isRegularFile(server.program())
                    ? of(server.name(), server.program(), from)
                    : none(server.name(), from, "the llama-server of " + from + " is not there any more");
            return new Sighting(plain.name(), server.program(), from, plain.problem(), server);
        }
    }

    /** One that is to be added. */
    static Sighting candidate(Path program) {
        return Sighting.of("candidate", program, "what was to be added");
    }

    /** Looks where {@code binaryPath} says, or else at the usual places. */
    Sighting look(String binaryPath) {
        List<Sighting> named = named(binaryPath);
        if (!named.isEmpty()) {
            return named.get(0);
        }
        return onPath().or(() -> added.list().stream().findFirst().map(Sighting::of))
                .orElseGet(() -> Sighting.none(
                        ServerNames.PATH,
                        "",
                        "no llama-server was found; searched: the option binary_path (not set), LLAMA_CPP_DIR (not set), the "
                                + folders().size() + " folders of the PATH, the added engines (none). " + HOW));
    }

    /** Every one that is there or named, in the order in which they are looked for. */
    List<Sighting> all(String binaryPath) {
        List<Sighting> all = new ArrayList<>(named(binaryPath));
        onPath().ifPresent(all::add);
        added.list().forEach(server -> all.add(Sighting.of(server)));
        return all;
    }

    private List<Sighting> named(String binaryPath) {
        List<Sighting> named = new ArrayList<>();
        if (!binaryPath.isBlank()) {
            named.add(at(ServerNames.BINARY_PATH, binaryPath.strip(), "the option binary_path"));
        }
        if (llamaCppDir != null && !llamaCppDir.isBlank()) {
            named.add(at(ServerNames.LLAMA_CPP_DIR, llamaCppDir.strip(), "LLAMA_CPP_DIR"));
        }
        return named;
    }

    private Optional<Sighting> onPath() {
        return onPath(ProgramPlaces.PROGRAM).map(program -> Sighting.of(ServerNames.PATH, program, "the PATH"));
    }

    private Sighting at(String name, String place, String from) {
        try {
            Path path = Path.of(place);
            return name.equals(ServerNames.LLAMA_CPP_DIR) || Files.isDirectory(path)
                    ? inFolder(name, path, from)
                    : named(name, path, from);
        } catch (InvalidPathException e) {
            return Sighting.none(name, from, "the place that is named for llama-server is no path. " + HOW);
        }
    }

    private Sighting named(String name, Path path, String from) {
        if (Files.isRegularFile(path)) {
            return Sighting.of(name, path, from);
        }
        boolean bare = path.getNameCount() == 1 && !path.isAbsolute();
        Optional<Path> found = bare ? onPath(path.toString()) : Optional.empty();
        return found.map(program -> Sighting.of(name, program, from))
                .orElseGet(() -> Sighting.none(name, from, "the program that " + from + " names is not there. " + HOW));
    }

    private static Sighting inFolder(String name, Path folder, String from) {
        if (!Files.isDirectory(folder)) {
            return Sighting.none(name, from, "the folder that " + from + " names is not there. " + HOW);
        }
        return ProgramPlaces.usual(folder)
                .map(program -> Sighting.of(name, program, from))
                .orElseGet(() -> Sighting.none(
                        name,
                        from,
                        "the folder that " + from + " names holds no llama-server; searched: it, bin, build/bin. "
                                + HOW));
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
