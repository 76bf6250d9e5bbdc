// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules of a grammar that is being written. */
final class RuleBook {
    private static final Map<String, String> PRIMITIVES = Map.ofEntries(
            Map.entry("ws", "| \" \" | \"\\n\" [ \\t]{0,20}"),
            Map.entry("comma", "ws \",\" ws"),
            Map.entry("colon", "\":\" ws"),
            Map.entry("hex", "[0-9a-fA-F]"),
            // No escaped halves of surrogate pairs: half a pair is no text.
            Map.entry(
                    "char",
                    "[^\"\\\\\\x7F\\x01-\\x1F] | \"\\\\\" ([\"\\\\/bfnrt]"
                            + " | \"u\" ([0-9a-cA-CefEF] hex hex hex | [dD] [0-7] hex hex))"),
            Map.entry("string", "\"\\\"\" char* \"\\\"\""),
            Map.entry("integer", "\"-\"? (\"0\" | [1-9] [0-9]{0,15})"),
            Map.entry("number", "integer (\".\" [0-9]{1,16})? ([eE] [-+]? [1-9] [0-9]?)?"),
            Map.entry("boolean", "\"true\" | \"false\""),
            Map.entry("null", "\"null\""),
            Map.entry("array", "\"[\" ws (value (comma value)* ws)? \"]\""),
            Map.entry("object", "\"{\" ws (string colon value (comma string colon value)* ws)? \"}\""),
            Map.entry("value", "object | array | string | number | boolean | null"));
    private static final Map<String, List<String>> USES = Map.of(
            "comma", List.of("ws"),
            "colon", List.of("ws"),
            "char", List.of("hex"),
            "string", List.of("char"),
            "number", List.of("integer"),
            "array", List.of("ws", "comma", "value"),
            "object", List.of("ws", "comma", "colon", "string", "value"),
            "value", List.of("object", "array", "string", "number", "boolean", "null"));

    private final Map<String, String> rules = new LinkedHashMap<>();
    private int count;

    /** Defines a rule. */
    void define(String name, String body) {
        rules.put(name, body);
    }

    /** A name that is not taken. */
    String fresh(String kind) {
        return kind + "-" + count++;
    }

    /** Defines a rule under a fresh name and gives the name. */
    String named(String kind, String body) {
        String name = fresh(kind);
        define(name, body);
        return name;
    }

    /** The name of a rule that every grammar shares, with what it needs. */
    String primitive(String name) {
        if (rules.putIfAbsent(name, PRIMITIVES.get(name)) == null) {
            USES.getOrDefault(name, List.of()).forEach(this::primitive);
        }
        return name;
    }

    /** The whole grammar. */
    String text() {
        StringBuilder text = new StringBuilder();
        rules.forEach(
                (name, body) -> text.append(name).append(" ::= ").append(body).append('\n'));
        return text.toString();
    }

    /** A JSON value, written compactly, as a literal. */
    static String json(JsonNode value) {
        return literal(value.toString());
    }

    /** A text as JSON. */
    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** A literal of a grammar. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                default -> {
                    if (point < 0x20 || point == 0x7f) {
                        literal.append(String.format("\\x%02X", point));
                    } else {
                        literal.appendCodePoint(point);
                    }
                }
            }
        });
        return literal.append('"').toString();
    }
}
