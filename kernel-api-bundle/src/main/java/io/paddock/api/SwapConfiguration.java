// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What shall be another way in the configuration of a backend's next revision. Values may be secret: {@link #toString}
 * has names only, and so has everything that tells of a swap.
 *
 * @param set values by key: a text, a number, a boolean, or a list of these
 * @param unset keys that shall have no value, so that the backend's default counts
 */
public record SwapConfiguration(Map<String, Object> set, List<String> unset) {
    /** Nothing is another way. */
    public static final SwapConfiguration NONE = new SwapConfiguration(Map.of(), List.of());

    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,199}");
    private static final int MOST = 200;
    private static final int LONGEST = 65_536;

    public SwapConfiguration {
        set = Map.copyOf(set);
        unset = List.copyOf(unset);
        if (set.size() + unset.size() > MOST) {
            throw invalid("configuration", "at most " + MOST + " keys may change at once");
        }
        set.forEach((key, value) -> {
            checkKey("configuration.set", key);
            checkValue(key, value);
        });
        Set<String> seen = new HashSet<>(set.keySet());
        for (String key : unset) {
            checkKey("configuration.unset", key);
            if (!seen.add(key)) {
                throw invalid("configuration.unset", "'" + key + "' is named twice");
            }
        }
    }

    private static void checkKey(String field, String key) {
        if (!KEY.matcher(key).matches()
                || key.startsWith("service.")
                || key.startsWith("component.")
                || key.startsWith("felix.")) {
            throw invalid(field, "a key is made of letters, digits, '_', '.' and '-', and is none of the container's");
        }
    }

    private static void checkValue(String key, Object value) {
        Collection<?> items = value instanceof List<?> list ? list : List.of(value);
        boolean plain = items.stream()
                .allMatch(one -> (one instanceof String text && text.length() <= LONGEST)
                        || one instanceof Number
                        || one instanceof Boolean);
        if (!plain || items.size() > MOST) {
            throw invalid(
                    "configuration.set." + key,
                    "it must be a text, a number, a boolean, or a list of at most " + MOST + " of these");
        }
    }

    private static InferenceException invalid(String field, String words) {
        return new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, field, words));
    }

    /** Whether nothing is another way. */
    public boolean isEmpty() {
        return set.isEmpty() && unset.isEmpty();
    }

    /** All keys that it names, sorted. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(set.keySet());
        keys.addAll(unset);
        return keys.stream().sorted().toList();
    }

    /** Names only. */
    @Override
    public String toString() {
        return "SwapConfiguration" + keys();
    }
}
