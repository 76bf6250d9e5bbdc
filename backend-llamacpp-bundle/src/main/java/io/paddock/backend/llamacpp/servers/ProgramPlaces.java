// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where llama-server lies inside a folder. */
public final class ProgramPlaces {
    /** The program's file. */
    public static final String PROGRAM = File.separatorChar == '\\' ? "llama-server.exe" : "llama-server";

    /** Of an install and of the usual builds. */
    private static final List<String> FOLDERS = List.of("", "bin", "build/bin", "build/bin/Release");

    private static final int DEEPEST = 8;

    private ProgramPlaces() {}

    /** At the usual places. */
    public static Optional<Path> usual(Path folder) {
        return FOLDERS.stream()
                .map(inside -> folder.resolve(inside).resolve(PROGRAM))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** At the usual places, else the one that lies highest. */
    static Optional<Path> anywhere(Path folder) throws IOException {
        Optional<Path> usual = usual(folder);
        if (usual.isPresent()) {
            return usual;
        }
        try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
            return all.filter(file -> file.getFileName().toString().equals(PROGRAM))
                    .filter(Files::isRegularFile)
                    .min(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()));
        }
    }
}
