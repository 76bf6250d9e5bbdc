// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Strings, counts and lists of names of a schema. */
final class Primitives {
    private static final int MOST = 2000;
    private static final String DATE =
            "[0-9]{4} \"-\" (\"0\" [1-9] | \"1\" [0-2]) \"-\" (\"0\" [1-9] | \"1\" [0-9] | \"2\" [0-8])";
    private static final String TIME =
            "([01] [0-9] | \"2\" [0-3]) \":\" [0-5] [0-9] \":\" [0-5] [0-9] (\".\" [0-9]{3})? (\"Z\" | [-+] ([01] [0-9] | \"2\" [0-3]) \":\" [0-5] [0-9])";
    private static final Map<String, String> FORMATS = Map.of(
            "date",
            DATE,
            "time",
            TIME,
            "date-time",
            DATE + " \"T\" " + TIME,
            "uuid",
            "[0-9a-f]{8} \"-\" [0-9a-f]{4} \"-\" [0-9a-f]{4} \"-\" [0-9a-f]{4} \"-\" [0-9a-f]{12}");

    private Primitives() {}

    static String string(RuleBook rules, JsonNode schema, String place) throws GrammarRefused {
        int least = count(schema, "minLength", 0, place);
        int most = count(schema, "maxLength", -1, place);
        if (schema.has("format")) {
            String format = FORMATS.get(schema.get("format").asText());
            if (format == null || schema.has("minLength") || schema.has("maxLength")) {
                throw new GrammarRefused("'format' must be one of "
                        + FORMATS.keySet().stream().sorted().toList() + ", without a length, at " + place);
            }
            return "\"\\\"\" " + format + " \"\\\"\"";
        }
        if (least == 0 && most < 0) {
            return rules.primitive("string");
        }
        return "\"\\\"\" " + rules.primitive("char") + times(least, most) + " \"\\\"\"";
    }

    /** How often the part before it comes; -1 is without end. */
    static String times(int least, int most) {
        if (most < 0) {
            return least == 0 ? "*" : "{" + least + ",}";
        }
        return "{" + least + "," + most + "}";
    }

    /** A count from 0 to {@value #MOST}. */
    static int count(JsonNode schema, String keyword, int otherwise, String place) throws GrammarRefused {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return otherwise;
        }
        String bound = keyword.startsWith("max") ? "min" + keyword.substring(3) : null;
        boolean inOrder = bound == null || value.asInt() >= schema.path(bound).asInt(0);
        if (!value.canConvertToExactIntegral()
                || !value.canConvertToInt()
                || value.asInt() < 0
                || value.asInt() > MOST
                || !inOrder) {
            throw new GrammarRefused("'" + keyword + "' must be a whole number from 0 to " + MOST
                    + " and not below its minimum, at " + place);
        }
        return value.asInt();
    }

    /** The names of properties that must be there. */
    static Set<String> required(JsonNode schema, JsonNode properties, String place) throws GrammarRefused {
        Set<String> required = new LinkedHashSet<>();
        for (JsonNode name : schema.path("required")) {
            if (!properties.has(name.asText())) {
                throw new GrammarRefused(
                        "'required' names '" + name.asText() + "', which 'properties' does not hold, at " + place);
            }
            required.add(name.asText());
        }
        return required;
    }
}
