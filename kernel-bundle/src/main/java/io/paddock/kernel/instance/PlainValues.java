// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies open maps into values of the JDK alone, so that a value of a backend's class can neither change under the
 * kernel nor keep a removed backend's classes alive. Null values are left out.
 */
public final class PlainValues {
    private static final int DEEPEST = 16;

    private PlainValues() {}

    /** A copy of {@code open}; what is no text, number, boolean, list or map becomes its text. */
    public static Map<String, Object> map(Map<String, ?> open) {
        return map(open, 0);
    }

    private static Map<String, Object> map(Map<?, ?> open, int depth) {
        Map<String, Object> plain = new LinkedHashMap<>();
        open.forEach((name, value) -> {
            if (value != null) {
                plain.put(String.valueOf(name), value(value, depth + 1));
            }
        });
        return plain;
    }

    private static Object value(Object value, int depth) {
        if (depth < DEEPEST && value instanceof Map<?, ?> inner) {
            return map(inner, depth);
        }
        if (depth < DEEPEST && value instanceof Collection<?> items) {
            return list(items, depth);
        }
        boolean plain = value instanceof String
                || value instanceof Boolean
                || (value instanceof Number && value.getClass().getName().startsWith("java."));
        return plain ? value : String.valueOf(value);
    }

    private static List<Object> list(Collection<?> items, int depth) {
        List<Object> plain = new ArrayList<>();
        for (Object item : items) {
            if (item != null) {
                plain.add(value(item, depth + 1));
            }
        }
        return plain;
    }
}
