// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.ConfigValues;
import java.util.Map;

/**
 * Where a key comes from: a file, or the environment. Never the configuration itself, which consoles and backups show to
 * whoever looks.
 */
final class OpenAiKey {
    private static final String FILE = "api_key_file";
    private static final String ENVIRONMENT = "api_key_env";
    private static final String PLAIN = "api_key";

    private OpenAiKey() {}

    /** The key, or null when there is none; what is wrong becomes a problem of {@code values}. */
    static String read(ConfigValues values, Map<String, String> environment) {
        if (values.text(PLAIN) != null) {
            values.problem(PLAIN, "is no place for a key, as consoles show it; use api_key_file or api_key_env");
            return null;
        }
        boolean file = values.text(FILE) != null;
        String variable = values.text(ENVIRONMENT);
        if (file && variable != null) {
            values.problem(FILE, "and api_key_env are both set; give one of them");
            return null;
        }
        if (file) {
            return OpenAiSecretFile.lines(values, FILE).stream().findFirst().orElse(null);
        }
        return variable == null ? null : fromEnvironment(values, environment.get(variable));
    }

    /** The property that says where the key is. */
    static String property(ConfigValues values) {
        return values.text(FILE) == null ? ENVIRONMENT : FILE;
    }

    private static String fromEnvironment(ConfigValues values, String value) {
        if (value == null || value.isBlank()) {
            values.problem(ENVIRONMENT, "names a variable that is not set");
            return null;
        }
        return value;
    }
}
