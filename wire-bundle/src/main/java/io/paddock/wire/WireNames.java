// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Java names to wire names, and the words of other systems to ours. */
final class WireNames {
    private static final Map<String, String> VALUE_SYNONYMS =
            Map.of("jido_managed", "runtime_managed", "kernel_managed", "runtime_managed");

    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private WireNames() {}

    /** Name of a component: lower snake case, {@code _ms} after durations, {@code _at_ms} after instants. */
    static String of(RecordComponent component) {
        if (component.getType() == Duration.class && component.getName().equals("patience")) {
            return "wait_ms";
        }
        String name = snake(component.getName());
        if (component.getType() == Duration.class) {
            return name + "_ms";
        }
        if (component.getType() == Instant.class) {
            return name.equals("at") || name.endsWith("_at") ? name + "_ms" : name + "_at_ms";
        }
        return name;
    }

    /** A name as callers may write it: {@code streaming?} means {@code streaming}. */
    static String canonical(String name) {
        return name.endsWith("?") ? name.substring(0, name.length() - 1) : name;
    }

    /** A value as callers may write it: {@code jido_managed} means {@code runtime_managed}. */
    static String canonicalValue(String value) {
        return VALUE_SYNONYMS.getOrDefault(value, value);
    }

    private static String snake(String camel) {
        return CAPITAL.matcher(camel).replaceAll("_$0").toLowerCase(Locale.ROOT);
    }
}
