// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.EnsureResult;
import io.paddock.wire.WireJson;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code --json} prints: wire forms, indented, with a line end. */
public final class JsonText {
    private static final WireJson WIRE = new WireJson();
    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonText() {}

    /** One value of the API, a record or a map. */
    public static String value(Object value) {
        return WIRE.pretty(value) + "\n";
    }

    /** One value on one line. */
    public static String line(Object value) {
        return WIRE.write(value) + "\n";
    }

    /** The list form. */
    public static String list(Collection<?> items) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("items", items);
        list.put("next", null);
        return value(list);
    }

    /** The answer to an ensure call, headers included: whoever ran the verb owns the lease. */
    public static String ensured(EnsureResult result) {
        try {
            return MAPPER.readTree(WIRE.writeEnsure(result, null)).toPrettyString() + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the wire form is no JSON", e);
        }
    }
}
