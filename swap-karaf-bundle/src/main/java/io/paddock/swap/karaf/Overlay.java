// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.SwapConfiguration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is another way in the configuration of one revision than in that of the backend. Which keys these are stands in the
 * revision's configuration itself, so that the next revision has them too. Values are never printed.
 *
 * @param set values by key
 * @param unset keys without a value
 */
record Overlay(Map<String, Object> set, Set<String> unset) {
    static final Overlay NONE = new Overlay(Map.of(), Set.of());

    /** Names the keys; with a dot in front it is no property of the backend's services. */
    static final String MARK = ".paddock.swapped";

    Overlay {
        set = Map.copyOf(set);
        unset = Set.copyOf(unset);
    }

    /** What is another way in a revision's configuration that an overlay was written to. */
    static Overlay of(Map<String, Object> revision) {
        Map<String, Object> set = new LinkedHashMap<>();
        Set<String> unset = new TreeSet<>();
        for (String key : keys(revision)) {
            if (revision.containsKey(key)) {
                set.put(key, revision.get(key));
            } else {
                unset.add(key);
            }
        }
        return new Overlay(set, unset);
    }

    private static List<String> keys(Map<String, Object> revision) {
        Object named = revision.get(MARK);
        if (named instanceof Collection<?> names) {
            return names.stream().map(String::valueOf).toList();
        }
        return named instanceof String[] names ? List.of(names) : List.of();
    }

    /** The same with further changes, which win. */
    Overlay and(SwapConfiguration wanted) {
        Map<String, Object> values = new LinkedHashMap<>(set);
        Set<String> without = new TreeSet<>(unset);
        wanted.set().forEach((key, value) -> {
            values.put(key, plain(value));
            without.remove(key);
        });
        for (String key : wanted.unset()) {
            values.remove(key);
            without.add(key);
        }
        return new Overlay(values, without);
    }

    /** As a file would say it: texts, and arrays of texts. */
    private static Object plain(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toArray(String[]::new)
                : String.valueOf(value);
    }

    /** Without what the backend's configuration says anyway. */
    Overlay beyond(Map<String, Object> base) {
        Map<String, Object> values = new LinkedHashMap<>(set);
        values.entrySet().removeIf(one -> Objects.deepEquals(one.getValue(), base.get(one.getKey())));
        Set<String> without = new TreeSet<>(unset);
        without.retainAll(base.keySet());
        return new Overlay(values, without);
    }

    /** The whole configuration of a revision. */
    Map<String, Object> over(Map<String, Object> base) {
        Map<String, Object> all = new TreeMap<>(base);
        all.keySet().removeIf(Overlay::isOfTheFile);
        all.putAll(set);
        unset.forEach(all::remove);
        all.put(MARK, keys().toArray(String[]::new));
        return all;
    }

    /** What ties a configuration to its file or its feature: with it the file would be written over. */
    private static boolean isOfTheFile(String key) {
        return key.startsWith("felix.fileinstall.")
                || key.startsWith("service.")
                || key.startsWith("org.apache.karaf.features.")
                || key.equals(MARK);
    }

    boolean isEmpty() {
        return set.isEmpty() && unset.isEmpty();
    }

    /** All keys, sorted. */
    List<String> keys() {
        Set<String> keys = new TreeSet<>(set.keySet());
        keys.addAll(unset);
        return List.copyOf(keys);
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Overlay" + keys();
    }
}
