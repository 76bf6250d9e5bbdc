// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A file of keys as llama-server reads it: one a line, {@code #} begins a comment. */
final class KeyFile {
    private static final long LARGEST = 1 << 20;

    private KeyFile() {}

    /** @throws IllegalArgumentException with the end of a sentence, without the path, when it has no key */
    static void check(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("must name a file of at most 1 MiB");
            }
            try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
                if (lines.map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"))) {
                    throw new IllegalArgumentException("must name a file with at least one key");
                }
            }
        } catch (IOException | java.io.UncheckedIOException | InvalidPathException e) {
            throw new IllegalArgumentException("must name a readable text file", e);
        }
    }
}
