// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Takes a body that is right and breaks each of its fields in turn, in every way that there is. */
final class BrokenBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG_TEXT = "\"" + "x".repeat(20_000) + "\"";

    /** By name; raw JSON, some of which is none. */
    private static final Map<String, String> VALUES = values();

    /**
     * One broken body.
     *
     * @param field dotted path of what was broken
     * @param how in what way
     * @param body the text to send
     */
    record Broken(String field, String how, String body) {
        @Override
        public String toString() {
            return field + " " + how;
        }
    }

    private final ObjectNode right;
    private final Predicate<String> open;
    private final List<Broken> broken = new ArrayList<>();

    private BrokenBodies(ObjectNode right, Predicate<String> open) {
        this.right = right;
        this.open = open;
    }

    /**
     * Every way to break {@code right}.
     *
     * @param open fields whose content is the caller's own: they are not looked into
     */
    static List<Broken> of(String right, Predicate<String> open) {
        BrokenBodies bodies = new BrokenBodies((ObjectNode) tree(right), open);
        bodies.members(bodies.right, "");
        return bodies.broken;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("is null", "null");
        values.put("is a number", "4000");
        values.put("is true", "true");
        values.put("is an empty text", "\"\"");
        values.put("is blank", "\" \\t\"");
        values.put("is a word nobody knows", "\"surprise\"");
        values.put("is too long", LONG_TEXT);
        values.put("has a control character", "\"a\\u0000b\"");
        values.put("has half a character", "\"a\\ud800\"");
        values.put("is an empty list", "[]");
        values.put("is a list", "[{\"a\":[1]}]");
        values.put("is an empty object", "{}");
        values.put("is an object", "{\"surprise\":{\"a\":1}}");
        values.put("is zero", "0");
        values.put("is negative", "-1");
        values.put("is a fraction", "1.5");
        values.put("is a huge number", "9223372036854775808");
        values.put("is a number beyond all", "1e400");
        values.put("is not a number", "NaN");
        values.put("is infinite", "-Infinity");
        values.put("is a number as a text", "\"60000\"");
        return values;
    }

    private void members(ObjectNode object, String path) {
        unknownSibling(object, path);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String field = path.isEmpty() ? name : path + "." + name;
            absent(object, name, field);
            values(object, name, field);
            below(object.get(name), field);
        }
    }

    private void absent(ObjectNode object, String name, String field) {
        JsonNode kept = object.remove(name);
        broken.add(new Broken(field, "is missing", right.toString()));
        object.set(name, kept);
    }

    private void below(JsonNode node, String field) {
        if (open.test(field)) {
            return;
        }
        if (node instanceof ObjectNode object) {
            members(object, field);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                items(array, i, field + "[" + i + "]");
            }
        }
    }

    private void unknownSibling(ObjectNode object, String path) {
        object.put("surprise", 1);
        broken.add(new Broken(path.isEmpty() ? "surprise" : path + ".surprise", "is unknown", right.toString()));
        object.remove("surprise");
    }

    private void values(ObjectNode object, String name, String field) {
        JsonNode kept = object.get(name);
        String hole = "\"hole\"";
        VALUES.forEach((how, value) -> {
            object.put(name, "hole");
            broken.add(new Broken(field, how, right.toString().replace(hole, value)));
        });
        object.set(name, kept);
    }

    private void items(ArrayNode array, int index, String field) {
        JsonNode kept = array.get(index);
        VALUES.forEach((how, value) -> {
            array.set(index, JSON.getNodeFactory().textNode("hole"));
            broken.add(new Broken(field, how, right.toString().replace("\"hole\"", value)));
        });
        array.set(index, kept);
    }
}
