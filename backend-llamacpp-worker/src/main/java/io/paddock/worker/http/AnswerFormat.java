// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.worker.Refusal;
import io.paddock.worker.grammar.Gbnf;
import io.paddock.worker.grammar.GrammarRefused;
import io.paddock.worker.grammar.SchemaGrammar;

/** Reads {@code response_format} and {@code grammar}: the two ways to force an answer into a form. */
final class AnswerFormat {
    private AnswerFormat() {}

    /** The grammar that is asked for, checked, or null. */
    static String grammar(Fields fields) {
        String asked = response(fields.get("response_format"));
        JsonNode grammar = fields.get("grammar");
        if (grammar.isMissingNode()) {
            return asked;
        }
        if (!grammar.isTextual() || asked != null) {
            throw Refusal.invalid("grammar", "grammar must be a text in GBNF, without a response_format beside it");
        }
        try {
            Gbnf.check(grammar.textValue());
            return grammar.textValue();
        } catch (GrammarRefused e) {
            throw Refusal.invalid("grammar", "grammar is not usable: " + e.getMessage());
        }
    }

    private static String response(JsonNode format) {
        if (format.isMissingNode()) {
            return null;
        }
        return switch (format.path("type").asText()) {
            case "text" -> null;
            case "json_object" ->
                format.has("schema")
                        ? schema("response_format.schema", format.get("schema"))
                        : SchemaGrammar.anyObject();
            case "json_schema" ->
                schema(
                        "response_format.json_schema.schema",
                        format.path("json_schema").path("schema"));
            default ->
                throw Refusal.invalid(
                        "response_format.type", "response_format.type must be text, json_object or json_schema");
        };
    }

    private static String schema(String param, JsonNode schema) {
        if (!schema.isObject()) {
            throw Refusal.invalid(param, param + " must be a JSON schema, an object");
        }
        try {
            return SchemaGrammar.of(schema);
        } catch (GrammarRefused e) {
            throw Refusal.invalid(param, "this JSON schema is not supported: " + e.getMessage());
        }
    }
}
