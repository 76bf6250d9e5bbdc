// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.io.IOException;

/**
 * All that the gateway wants to know of a body. The rest is checked to be JSON and goes on unchanged.
 *
 * @param model the wanted model
 * @param stream whether the answer shall come as events
 * @param from where the model's text begins in the body, in bytes, or negative when that is not known
 * @param to where it ends
 */
record RequestHead(String model, boolean stream, int from, int to) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(256)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    static RequestHead of(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("the body must be one JSON object");
            }
            RequestHead head = scan(parser);
            if (parser.nextToken() != null) {
                throw malformed("the body must be one JSON object and nothing after it");
            }
            return head;
        } catch (JsonProcessingException e) {
            throw malformed("the body is not well-formed JSON at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw malformed("the body is not UTF-8 text");
        }
    }

    /** The body with another model in it; the same where the place of the model is not known. */
    byte[] naming(String other, byte[] body) {
        boolean found = from >= 0 && to <= body.length && to - from > 1 && body[from] == '"' && body[to - 1] == '"';
        if (!found) {
            return body;
        }
        byte[] name = quoted(other);
        byte[] named = new byte[from + name.length + body.length - to];
        System.arraycopy(body, 0, named, 0, from);
        System.arraycopy(name, 0, named, from, name.length);
        System.arraycopy(body, to, named, from + name.length, body.length - to);
        return named;
    }

    private static byte[] quoted(String text) {
        byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[inside.length + 2];
        quoted[0] = '"';
        System.arraycopy(inside, 0, quoted, 1, inside.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    private static RequestHead scan(JsonParser parser) throws IOException {
        String model = null;
        Boolean stream = null;
        int from = -1;
        int to = -1;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("model")) {
                refuseTwice(model, name);
                from = (int) parser.currentTokenLocation().getByteOffset();
                model = text(parser, value);
                to = (int) parser.currentLocation().getByteOffset();
            } else if (name.equals("stream")) {
                refuseTwice(stream, name);
                stream = flag(value);
            } else {
                parser.skipChildren();
            }
        }
        if (model == null) {
            throw fault(ErrorCode.MISSING_FIELD, "model", "model is missing: name one of GET /v1/models");
        }
        return new RequestHead(model, Boolean.TRUE.equals(stream), from, to);
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw fault(ErrorCode.INVALID_VALUE, "model", "model must be a JSON string");
        }
        return parser.getText();
    }

    private static Boolean flag(JsonToken value) {
        return switch (value) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw fault(ErrorCode.INVALID_VALUE, "stream", "stream must be true or false");
        };
    }

    /** Two parsers may choose differently between two values, so there must be one. */
    private static void refuseTwice(Object before, String name) {
        if (before != null) {
            throw fault(ErrorCode.MALFORMED_REQUEST, name, name + " is given twice");
        }
    }

    private static InferenceException malformed(String detail) {
        return new InferenceException(ErrorCode.MALFORMED_REQUEST, detail);
    }

    private static InferenceException fault(ErrorCode code, String field, String detail) {
        return new InferenceException(Problem.ofField(code, field, detail));
    }
}
