// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.ConfigValues;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What goes with each call: the key, what a file of headers says, and what the configuration says itself. */
final class OpenAiHeaders {
    private static final String PLAIN = "headers";
    private static final String FILE = "headers_file";
    /** Names whose values are secrets for sure. */
    private static final Set<String> SECRET =
            Set.of("authorization", "proxy-authorization", "cookie", "api-key", "x-api-key", "x-auth-token");

    private OpenAiHeaders() {}

    /** The headers; what is wrong becomes a problem of {@code values}, without any value. */
    static CallHeaders read(ConfigValues values, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>();
        values.pairs(PLAIN).forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        if (all.keySet().stream().anyMatch(SECRET::contains)) {
            values.problem(PLAIN, "are no place for a secret, as consoles show them; use headers_file");
            return CallHeaders.none();
        }
        if (values.text(FILE) != null) {
            fromFile(values, all);
        }
        return withKey(checked(values, all), values, OpenAiKey.read(values, environment));
    }

    private static CallHeaders checked(ConfigValues values, Map<String, String> all) {
        try {
            return CallHeaders.of(all);
        } catch (IllegalArgumentException e) {
            values.problem(PLAIN, e.getMessage());
            return CallHeaders.none();
        }
    }

    private static CallHeaders withKey(CallHeaders headers, ConfigValues values, String key) {
        try {
            return headers.withBearer(key);
        } catch (IllegalArgumentException e) {
            values.problem(OpenAiKey.property(values), e.getMessage());
            return CallHeaders.none();
        }
    }

    private static void fromFile(ConfigValues values, Map<String, String> all) {
        for (String line : OpenAiSecretFile.lines(values, FILE)) {
            int colon = line.indexOf(':');
            if (colon < 1 || colon == line.length() - 1) {
                values.problem(FILE, "must have lines like 'Name: value'");
                return;
            }
            all.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }
}
