// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Turns an option's value as it came into the value that is kept. Pure, but for the file of keys. */
@FunctionalInterface
interface OptionCheck {
    /**
     * The value to keep.
     *
     * @throws IllegalArgumentException with the end of a sentence that begins with the option's name
     */
    Object read(Object given);

    /** A whole number in a range. */
    static OptionCheck number(int least, int most) {
        return given -> wholeNumber(given, least, most, "must be a whole number from " + least + " to " + most);
    }

    /** 0 for the default, or a whole number in a range. */
    static OptionCheck numberOrZero(int least, int most) {
        return given -> {
            int value = wholeNumber(given, 0, most, "must be a whole number from 0 to " + most);
            if (value > 0 && value < least) {
                throw new IllegalArgumentException("must be 0, or from " + least + " to " + most);
            }
            return value;
        };
    }

    private static int wholeNumber(Object given, int least, int most, String what) {
        if (given instanceof Number number
                && number.doubleValue() == number.longValue()
                && number.longValue() >= least
                && number.longValue() <= most) {
            return number.intValue();
        }
        throw new IllegalArgumentException(what);
    }

    /** A text of one line, maybe empty, that matches {@code form}. */
    static OptionCheck text(String form, String what) {
        Pattern pattern = Pattern.compile(form);
        return given -> {
            if (given instanceof String text && pattern.matcher(text).matches()) {
                return text;
            }
            throw new IllegalArgumentException("must be " + what);
        };
    }

    /** One of some words. */
    static OptionCheck oneOf(Set<String> words) {
        return given -> {
            if (given instanceof String text && words.contains(text)) {
                return text;
            }
            throw new IllegalArgumentException(
                    "must be one of " + words.stream().sorted().toList());
        };
    }

    /** Yes, no or {@code auto}; kept as {@code yes}, {@code no} or {@code auto}. */
    static OptionCheck threeWay(String yes, String no) {
        return given -> {
            String word = given instanceof Boolean flag ? (flag ? yes : no) : String.valueOf(given);
            String kept = word.equals("true") ? yes : word.equals("false") ? no : word;
            if ((given instanceof Boolean || given instanceof String)
                    && (kept.equals(yes) || kept.equals(no) || kept.equals("auto"))) {
                return kept;
            }
            throw new IllegalArgumentException(
                    "must be true, false" + (yes.equals("true") ? "" : ", " + yes + ", " + no) + " or auto");
        };
    }

    /** A count of layers, {@code auto} or {@code all}; kept as text. */
    static OptionCheck layers(int most) {
        OptionCheck count = number(0, most);
        return given -> {
            if (given instanceof String text) {
                if (text.equals("auto") || text.equals("all")) {
                    return text;
                }
                return text.matches("[0-9]{1,9}")
                        ? count.read(Integer.valueOf(text)).toString()
                        : count.read(text);
            }
            return count.read(given).toString();
        };
    }

    /** A list of texts without control characters. */
    static OptionCheck words() {
        return given -> {
            List<String> words = new ArrayList<>();
            if (given instanceof List<?> list) {
                list.forEach(item -> words.add(item instanceof String text && plain(text) ? text : null));
            }
            if (!(given instanceof List<?>) || words.contains(null)) {
                throw new IllegalArgumentException("must be a list of texts of one line");
            }
            return List.copyOf(words);
        };
    }

    /** Names and values for a process's environment. */
    static OptionCheck environment() {
        return given -> {
            Map<String, String> entries = new TreeMap<>();
            if (!(given instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("must be a map of names and values");
            }
            map.forEach((name, value) -> entries.put(String.valueOf(name), String.valueOf(value)));
            entries.forEach((name, value) -> {
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || !plain(value)) {
                    throw new IllegalArgumentException(
                            "must have names of letters, digits and _, and values of one line");
                }
                String upper = name.toUpperCase(Locale.ROOT);
                if (upper.startsWith("LLAMA_") || upper.startsWith("PADDOCK_")) {
                    throw new IllegalArgumentException("must not set " + upper + "; there are options for that");
                }
            });
            return Map.copyOf(entries);
        };
    }

    /** A file of keys, one a line, {@code #} begins a comment; the empty text for none. The keys are not kept. */
    static OptionCheck keyFile() {
        return given -> {
            if (!(given instanceof String text) || !plain(text)) {
                throw new IllegalArgumentException("must be a file's path");
            }
            if (!text.isBlank()) {
                KeyFile.check(Path.of(text));
            }
            return text;
        };
    }

    /** Anything of the right shape that is checked elsewhere. */
    static OptionCheck plainText() {
        return given -> {
            if (given instanceof String text && plain(text)) {
                return text;
            }
            throw new IllegalArgumentException("must be a text of one line");
        };
    }

    private static boolean plain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
