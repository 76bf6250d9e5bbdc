// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.ConfigValues;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of the backend that a configuration makes. */
final class OpenAiName {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern PID = Pattern.compile(".*~(.+)");
    private static final Pattern FILE =
            Pattern.compile(".*/io\\.paddock\\.backend\\.openai[-~](.+?)\\.(?:cfg|config|cfg\\.json)");
    private static final String PLAIN = "openai";

    private OpenAiName() {}

    /** The configured {@code id}, or {@code openai-NAME} after the name of the configuration. */
    static String of(ConfigValues values) {
        String configured = values.text("id");
        if (configured == null) {
            return fromName(values);
        }
        if (!ID.matcher(configured).matches()) {
            values.problem("id", "must be lower-case letters, digits and dashes, beginning with a letter, at most 63");
            return fromName(values);
        }
        return configured;
    }

    private static String fromName(ConfigValues values) {
        String name = first(PID, values.text("service.pid"));
        if (name == null) {
            name = first(FILE, values.text("felix.fileinstall.filename"));
        }
        if (name == null) {
            return PLAIN;
        }
        String id = PLAIN + "-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        return id.substring(0, Math.min(id.length(), 63));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text == null ? "" : text);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
