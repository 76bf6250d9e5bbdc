// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes out of an answer what only the admin may see: handles of other people's leases, and file paths. */
final class Redaction {
    private static final int SHOWN = 12;
    private static final Pattern PATH = Pattern.compile(
            "(?<![\\w:/.-])(?:file:/*[^\\s\"',;)]+|~?/(?!api/v1|v1/)[^\\s/\"',;)]+/[^\\s\"',;)]*|[A-Za-z]:\\\\[^\\s\"',;)]+)");

    private Redaction() {}

    /** The tree without file paths; changes it in place. */
    static JsonNode withoutPaths(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                entry.setValue(withoutPaths(entry.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withoutPaths(array.get(i)));
            }
        } else if (node.isTextual()) {
            return TextNode.valueOf(PATH.matcher(node.textValue()).replaceAll("(path)"));
        }
        return node;
    }

    /** The lease with the beginning of its handle only; changes it in place. */
    static JsonNode shortenedRef(JsonNode lease) {
        String ref = lease.path("lease_ref").asText();
        if (lease instanceof ObjectNode object && ref.length() > SHOWN) {
            object.put("lease_ref", ref.substring(0, SHOWN) + "\u2026");
        }
        return lease;
    }
}
