// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a JSON schema into a grammar that only matching JSON follows. What it does not know it refuses by name, since
 * an answer that only seems to be checked is worse than none. Used once.
 */
public final class SchemaGrammar {
    private static final int DEEPEST = 48;
    private static final Set<String> NOTES = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "example",
            "$comment",
            "$schema",
            "$id",
            "$defs",
            "definitions",
            "deprecated",
            "readOnly",
            "writeOnly",
            "nullable");
    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "object", Set.of("properties", "required", "additionalProperties"),
            "array", Set.of("items", "minItems", "maxItems"),
            "string", Set.of("minLength", "maxLength", "format"),
            "integer", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
            "number", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
            "boolean", Set.of(),
            "null", Set.of());

    private final JsonNode root;
    private final RuleBook rules = new RuleBook();
    private final Map<String, String> references = new HashMap<>();
    private int depth;

    private SchemaGrammar(JsonNode root) {
        this.root = root;
    }

    /**
     * The grammar of a schema.
     *
     * @throws GrammarRefused with the keyword that is not supported and where it stands
     */
    public static String of(JsonNode schema) throws GrammarRefused {
        SchemaGrammar converter = new SchemaGrammar(schema);
        converter.references.put("#", "root");
        converter.rules.define("root", converter.expression(schema, "#"));
        String grammar = converter.rules.text();
        Gbnf.check(grammar);
        return grammar;
    }

    /** The grammar of any JSON object. */
    public static String anyObject() {
        RuleBook rules = new RuleBook();
        rules.define("root", rules.primitive("object"));
        return rules.text();
    }

    private String expression(JsonNode schema, String place) throws GrammarRefused {
        if (++depth > DEEPEST) {
            throw new GrammarRefused("the schema is nested deeper than " + DEEPEST + " at " + place);
        }
        String found = undepthed(schema, place);
        depth--;
        return found;
    }

    private String undepthed(JsonNode schema, String place) throws GrammarRefused {
        if (isFree(schema)) {
            return rules.primitive("value");
        }
        if (!schema.isObject()) {
            throw new GrammarRefused("a schema must be an object or true at " + place);
        }
        for (String whole : List.of("$ref", "enum", "const", "anyOf", "oneOf", "allOf")) {
            if (schema.has(whole)) {
                return whole(whole, schema, place);
            }
        }
        return typed(schema, place);
    }

    /** Whether it is true, or an object that says nothing. */
    private static boolean isFree(JsonNode schema) {
        if (!schema.isObject()) {
            return schema.isBoolean() && schema.booleanValue();
        }
        List<String> names = new ArrayList<>();
        schema.fieldNames().forEachRemaining(names::add);
        return NOTES.containsAll(names);
    }

    private String whole(String keyword, JsonNode schema, String place) throws GrammarRefused {
        boolean values = keyword.equals("enum") || keyword.equals("const");
        requireOnly(schema, values ? Set.of(keyword, "type") : Set.of(keyword), place);
        JsonNode value = schema.get(keyword);
        return switch (keyword) {
            case "$ref" -> reference(value, place);
            case "const" -> FixedValue.of(value, schema.path("type"), place);
            case "enum" ->
                choice(keyword, value, place, (each, where) -> FixedValue.of(each, schema.path("type"), where));
            case "allOf" -> {
                if (value.size() != 1) {
                    throw new GrammarRefused("'allOf' of more than one schema is not supported, at " + place);
                }
                yield expression(value.get(0), place + "/allOf/0");
            }
            default -> choice(keyword, value, place, this::expression);
        };
    }

    private interface Branch {
        String of(JsonNode each, String place) throws GrammarRefused;
    }

    private static String choice(String keyword, JsonNode values, String place, Branch branch) throws GrammarRefused {
        if (!values.isArray() || values.isEmpty()) {
            throw new GrammarRefused("'" + keyword + "' must be a list that is not empty, at " + place);
        }
        List<String> branches = new ArrayList<>();
        for (JsonNode each : values) {
            branches.add(branch.of(each, place + "/" + keyword + "/" + branches.size()));
        }
        return "(" + String.join(" | ", branches) + ")";
    }

    private String reference(JsonNode value, String place) throws GrammarRefused {
        String pointer = value.asText();
        String known = references.get(pointer);
        if (known != null) {
            return known;
        }
        JsonNode target = pointer.startsWith("#/") ? root.at(pointer.substring(1)) : MissingNode.getInstance();
        if (target.isMissingNode()) {
            throw new GrammarRefused("'$ref' to '" + pointer + "' leads nowhere inside the schema, at " + place);
        }
        String rule = rules.fresh("ref");
        references.put(pointer, rule);
        rules.define(rule, expression(target, pointer));
        return rule;
    }

    private String typed(JsonNode schema, String place) throws GrammarRefused {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return choice("type", type, place, (each, where) -> oneType(each.asText(), schema, type, place));
        }
        String name = type.isMissingNode() ? impliedType(schema, place) : type.asText();
        return oneType(name, schema, type, place);
    }

    private static String impliedType(JsonNode schema, String place) throws GrammarRefused {
        if (schema.has("properties") || schema.has("additionalProperties") || schema.has("required")) {
            return "object";
        }
        if (schema.has("items")) {
            return "array";
        }
        Set<String> known = new HashSet<>();
        KEYWORDS.values().forEach(known::addAll);
        requireOnly(schema, known, place);
        known.removeIf(keyword -> !schema.has(keyword));
        throw new GrammarRefused(
                "the keyword '" + String.join("', '", known) + "' needs a 'type' beside it, at " + place);
    }

    private String oneType(String name, JsonNode schema, JsonNode types, String place) throws GrammarRefused {
        Set<String> keywords = KEYWORDS.get(name);
        if (keywords == null) {
            throw new GrammarRefused("'type' must be one of "
                    + KEYWORDS.keySet().stream().sorted().toList() + ", not '" + name + "', at " + place);
        }
        requireOnly(schema, allowed(types, keywords), place);
        return switch (name) {
            case "object" -> object(schema, place);
            case "array" -> array(schema, place);
            case "string" -> Primitives.string(rules, schema, place);
            case "integer" -> NumberRanges.integer(rules, schema, place);
            case "number" -> NumberRanges.number(rules, schema, place);
            default -> rules.primitive(name);
        };
    }

    private static Set<String> allowed(JsonNode types, Set<String> keywords) {
        Set<String> all = new HashSet<>(keywords);
        all.add("type");
        if (types.isArray()) {
            types.forEach(type -> all.addAll(KEYWORDS.getOrDefault(type.asText(), Set.of())));
        }
        return all;
    }

    private static void requireOnly(JsonNode schema, Set<String> keywords, String place) throws GrammarRefused {
        for (var names = schema.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!NOTES.contains(name) && !keywords.contains(name)) {
                throw new GrammarRefused("the keyword '" + name + "' is not supported here, at " + place);
            }
        }
    }

    private String array(JsonNode schema, String place) throws GrammarRefused {
        int least = Primitives.count(schema, "minItems", 0, place);
        int most = Primitives.count(schema, "maxItems", -1, place);
        String item = schema.has("items")
                ? rules.named("item", expression(schema.get("items"), place + "/items"))
                : rules.primitive("value");
        if (most == 0) {
            return "\"[\" " + rules.primitive("ws") + " \"]\"";
        }
        String comma = " (" + rules.primitive("comma") + " " + item + ")";
        String list = item + comma + Primitives.times(Math.max(0, least - 1), most < 0 ? -1 : most - 1);
        String ws = rules.primitive("ws");
        return "\"[\" " + ws + (least == 0 ? " (" + list + " " + ws + ")?" : " " + list + " " + ws) + " \"]\"";
    }

    private String object(JsonNode schema, String place) throws GrammarRefused {
        JsonNode others = schema.path("additionalProperties");
        JsonNode properties = schema.path("properties");
        Set<String> required = Primitives.required(schema, properties, place);
        if (properties.isEmpty()) {
            return map(others, place);
        }
        if (others.isObject()) {
            throw new GrammarRefused(
                    "'additionalProperties' as a schema beside 'properties' is not supported, at " + place);
        }
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        // From the last to the first: what may follow when nothing, or something, stands before.
        String ifFirst = "";
        String ifLater = "";
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            String value = expression(properties.get(name), place + "/properties/" + name);
            String pair = rules.named(
                    "pair", RuleBook.literal(RuleBook.quoted(name)) + " " + rules.primitive("colon") + " " + value);
            boolean optional = !required.contains(name);
            String first = (pair + " " + ifLater).strip();
            String later = rules.primitive("comma") + " " + first;
            ifFirst = rules.named("rest", optional ? first + " | " + empty(ifFirst) : first);
            ifLater = rules.named("rest", optional ? later + " | " + empty(ifLater) : later);
        }
        return "\"{\" " + rules.primitive("ws") + " " + ifFirst + " " + rules.primitive("ws") + " \"}\"";
    }

    private static String empty(String expression) {
        return expression.isEmpty() ? "\"\"" : expression;
    }

    private String map(JsonNode others, String place) throws GrammarRefused {
        String ws = rules.primitive("ws");
        if (others.isBoolean() && !others.booleanValue()) {
            return "\"{\" " + ws + " \"}\"";
        }
        if (!others.isObject()) {
            return rules.primitive("object");
        }
        String pair = rules.named(
                "pair",
                rules.primitive("string") + " " + rules.primitive("colon") + " "
                        + expression(others, place + "/additionalProperties"));
        return "\"{\" " + ws + " (" + pair + " (" + rules.primitive("comma") + " " + pair + ")* " + ws + ")? \"}\"";
    }
}
