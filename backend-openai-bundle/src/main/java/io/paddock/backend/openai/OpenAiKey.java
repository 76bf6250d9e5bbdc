// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.ConfigValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Where a key comes from: a file, the environment, or, weakest, the configuration itself. */
final class OpenAiKey {
    private static final String FILE = "api_key_file";
    private static final String ENVIRONMENT = "api_key_env";
    private static final String PLAIN = "api_key";
    private static final long MAX_FILE = 65_536;

    private OpenAiKey() {}

    /** The key, or null when there is none; what is wrong becomes a problem of {@code values}. */
    static String read(ConfigValues values, Map<String, String> environment) {
        String file = values.text(FILE);
        String variable = values.text(ENVIRONMENT);
        String plain = values.text(PLAIN);
        if (Stream.of(file, variable, plain).filter(Objects::nonNull).count() > 1) {
            values.problem(PLAIN, "give one of api_key_file, api_key_env and api_key, not several");
            return null;
        }
        if (file != null) {
            return fromFile(values, file);
        }
        return variable == null ? plain : fromEnvironment(values, environment.get(variable));
    }

    /** Key files hold one key a line, with comments; the first key counts. */
    private static String fromFile(ConfigValues values, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_FILE) {
                values.problem(FILE, "is too large for a key file");
                return null;
            }
            String key = Files.readString(path, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .findFirst()
                    .orElse(null);
            if (key == null) {
                values.problem(FILE, "holds no key");
            }
            return key;
        } catch (IOException | InvalidPathException e) {
            values.problem(FILE, "cannot be read");
            return null;
        }
    }

    private static String fromEnvironment(ConfigValues values, String value) {
        if (value == null || value.isBlank()) {
            values.problem(ENVIRONMENT, "names a variable that is not set");
            return null;
        }
        return value;
    }
}
