// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.ConfigValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** A small file with secrets, one a line; {@code #} begins a comment. */
final class OpenAiSecretFile {
    private static final long MAX_BYTES = 65_536;

    private OpenAiSecretFile() {}

    /** The lines of the file that {@code property} names; what is wrong becomes a problem of {@code values}. */
    static List<String> lines(ConfigValues values, String property) {
        try {
            Path path = Path.of(values.text(property));
            if (Files.size(path) > MAX_BYTES) {
                values.problem(property, "is too large for a file of secrets");
                return List.of();
            }
            List<String> lines = Files.readString(path, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (lines.isEmpty()) {
                values.problem(property, "holds nothing");
            }
            return lines;
        } catch (IOException | InvalidPathException e) {
            values.problem(property, "cannot be read");
            return List.of();
        }
    }
}
