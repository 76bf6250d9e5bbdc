// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Integers and numbers of a schema, with their ranges, as grammar. */
final class NumberRanges {
    private static final long FARTHEST = 999_999_999_999_999L; // 15 digits: exact in every reader

    private NumberRanges() {}

    static String integer(RuleBook rules, JsonNode schema, String place) throws GrammarRefused {
        if (!isBounded(schema)) {
            return rules.primitive("integer");
        }
        long low = bound(schema, "minimum", 0, -FARTHEST, place);
        low = Math.max(low, bound(schema, "exclusiveMinimum", 1, -FARTHEST, place));
        long high = bound(schema, "maximum", 0, FARTHEST, place);
        high = Math.min(high, bound(schema, "exclusiveMaximum", -1, FARTHEST, place));
        if (low > high) {
            throw new GrammarRefused("no integer lies between 'minimum' and 'maximum', at " + place);
        }
        return "(" + String.join(" | ", between(low, high)) + ")";
    }

    static String number(RuleBook rules, JsonNode schema, String place) throws GrammarRefused {
        if (!isBounded(schema)) {
            return rules.primitive("number");
        }
        boolean exclusive = schema.has("exclusiveMinimum") || schema.has("exclusiveMaximum");
        long low = bound(schema, "minimum", 0, 0, place);
        long high = bound(schema, "maximum", 0, FARTHEST, place);
        if (exclusive || low < 0 || !schema.has("minimum") || low > high) {
            throw new GrammarRefused("a range of 'number' must have whole bounds with 'minimum' from 0 up"
                    + " and no exclusive bounds, at " + place);
        }
        String edge = RuleBook.literal(Long.toString(high)) + " (\".\" \"0\"{1,15})?";
        if (low == high) {
            return "(" + edge + ")";
        }
        return "((" + String.join(" | ", between(low, high - 1)) + ") (\".\" [0-9]{1,15})? | " + edge + ")";
    }

    private static boolean isBounded(JsonNode schema) {
        return schema.has("minimum")
                || schema.has("maximum")
                || schema.has("exclusiveMinimum")
                || schema.has("exclusiveMaximum");
    }

    private static long bound(JsonNode schema, String keyword, long shift, long otherwise, String place)
            throws GrammarRefused {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToExactIntegral()
                || !value.canConvertToLong()
                || value.asLong() < -FARTHEST
                || value.asLong() > FARTHEST) {
            throw new GrammarRefused("'" + keyword + "' must be a whole number of at most 15 digits, at " + place);
        }
        return value.asLong() + shift;
    }

    private static List<String> between(long low, long high) {
        List<String> branches = new ArrayList<>();
        if (low < 0) {
            long from = high < 0 ? -high : 1;
            natural(from, -low).forEach(branch -> branches.add("\"-\" " + branch));
        }
        if (high >= 0) {
            branches.addAll(natural(Math.max(low, 0), high));
        }
        return branches;
    }

    /** Patterns of digits for the numbers from low to high, both at least 0: one per common length and prefix. */
    private static List<String> natural(long low, long high) {
        List<String> branches = new ArrayList<>();
        long from = low;
        while (from <= high) {
            int length = Long.toString(from).length();
            long nines = pow10(length) - 1;
            long to = Math.min(high, nines);
            sameLength("", Long.toString(from), Long.toString(to), branches);
            from = to + 1;
        }
        return branches;
    }

    private static void sameLength(String prefix, String low, String high, List<String> branches) {
        String lead = prefix.isEmpty() ? "" : RuleBook.literal(prefix) + " ";
        if (isAll(low, '0') && isAll(high, '9')) {
            branches.add(
                    (lead + "[0-9]{" + low.length() + "}").replace("{0}", "").strip());
            return;
        }
        char first = low.charAt(0);
        char last = high.charAt(0);
        if (low.length() == 1) {
            branches.add(lead + "[" + first + "-" + last + "]");
            return;
        }
        String rest = low.substring(1);
        String nines = "9".repeat(rest.length());
        String zeros = "0".repeat(rest.length());
        if (first == last) {
            sameLength(prefix + first, rest, high.substring(1), branches);
            return;
        }
        sameLength(prefix + first, rest, nines, branches);
        if (last - first > 1) {
            branches.add(lead + "[" + (char) (first + 1) + "-" + (char) (last - 1) + "] [0-9]{" + rest.length() + "}");
        }
        sameLength(prefix + last, zeros, high.substring(1), branches);
    }

    private static boolean isAll(String digits, char digit) {
        return digits.chars().allMatch(c -> c == digit);
    }

    private static long pow10(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
