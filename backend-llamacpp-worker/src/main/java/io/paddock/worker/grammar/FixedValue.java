// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** One value of an enumeration or a constant. */
final class FixedValue {
    private FixedValue() {}

    /** The value as a literal, if it is of the types beside it, which may be missing. */
    static String of(JsonNode value, JsonNode type, String place) throws GrammarRefused {
        String own = value.isIntegralNumber()
                ? "integer"
                : value.getNodeType().name().toLowerCase(Locale.ROOT);
        boolean fits = type.isMissingNode() || isNamed(type, own) || (own.equals("integer") && isNamed(type, "number"));
        if (!fits) {
            throw new GrammarRefused("the value " + value + " is not of the 'type' beside it, at " + place);
        }
        return RuleBook.json(value);
    }

    private static boolean isNamed(JsonNode types, String name) {
        for (JsonNode type : types.isArray() ? types : List.of(types)) {
            if (type.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
