// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the properties of one configuration and collects what is wrong with them, so that everything is said at once. A
 * {@code .cfg} file gives texts only, other sources give typed values and arrays; both are understood. Not thread-safe.
 */
public final class ConfigValues {
    private final Map<String, Object> properties;
    private final List<String> problems = new ArrayList<>();

    public ConfigValues(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
    }

    /** What is wrong so far, one sentence each; no sentence holds a secret. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Notes something that is wrong with {@code name}. */
    public void problem(String name, String sentence) {
        problems.add(name + ": " + sentence);
    }

    /** A text without blanks around it, or null when it is absent or blank. */
    public String text(String name) {
        Object value = properties.get(name);
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().trim();
    }

    /** A whole number within bounds, or {@code absent}. */
    public long number(String name, long absent, long least, long most) {
        String text = text(name);
        if (text == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, together with the range
        }
        problem(name, "must be a whole number from " + least + " to " + most);
        return absent;
    }

    /** {@code true} or {@code false}; false when it is absent. */
    public boolean flag(String name) {
        String text = text(name);
        if (text != null && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            problem(name, "must be true or false");
        }
        return "true".equalsIgnoreCase(text);
    }

    /** A list, written with commas between the items, or given as an array; blanks are left out. */
    public List<String> list(String name) {
        Object value = properties.get(name);
        if (value == null) {
            return List.of();
        }
        Collection<?> items = value instanceof Object[] array
                ? Arrays.asList(array)
                : value instanceof Collection<?> many
                        ? many
                        : Arrays.asList(value.toString().split(",", -1));
        return items.stream()
                .map(item -> String.valueOf(item).trim())
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Entries {@code name=value} of a list; an entry without a name or value is a problem. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String item : list(name)) {
            int equals = item.indexOf('=');
            if (equals < 1 || equals == item.length() - 1) {
                problem(name, "must be entries like name=value with commas between them");
                return Map.of();
            }
            pairs.put(
                    item.substring(0, equals).trim(), item.substring(equals + 1).trim());
        }
        return pairs;
    }

    /** Values may be secrets: only names are printed. */
    @Override
    public String toString() {
        return "ConfigValues" + properties.keySet();
    }
}
