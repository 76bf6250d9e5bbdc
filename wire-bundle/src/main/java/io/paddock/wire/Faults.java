// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.util.Locale;

/** The ways in which a body can be wrong, each as a problem that names the place. */
final class Faults {
    private Faults() {}

    static InferenceException malformed(String detail) {
        return new InferenceException(ErrorCode.MALFORMED_REQUEST, detail);
    }

    /** Says where, and what in our words; the parser's own text could quote the body. */
    static InferenceException malformed(JsonProcessingException fault) {
        String where = fault.getLocation() == null
                ? ""
                : " at line " + fault.getLocation().getLineNr() + ", column "
                        + fault.getLocation().getColumnNr();
        if (fault instanceof StreamConstraintsException) {
            return malformed("the JSON is nested too deeply or has an overlong name, number or text" + where);
        }
        if (String.valueOf(fault.getOriginalMessage()).startsWith("Duplicate field")) {
            return malformed("the JSON names a field twice in one object" + where);
        }
        return malformed("the body is not well-formed JSON" + where);
    }

    static InferenceException wrongType(String path, String wanted, JsonNode found) {
        String kind = found.getNodeType().name().toLowerCase(Locale.ROOT);
        return invalid(path, "must be " + wanted + ", not " + (found.isNull() ? "null" : "a JSON " + kind));
    }

    static InferenceException invalid(String path, String sentence) {
        return field(ErrorCode.INVALID_VALUE, path, last(path) + " " + sentence);
    }

    static InferenceException unknown(String path, String known) {
        return field(ErrorCode.UNKNOWN_FIELD, path, "there is no field " + last(path) + " here; known are: " + known);
    }

    static InferenceException missing(String path) {
        return field(ErrorCode.MISSING_FIELD, path, last(path) + " is missing");
    }

    private static InferenceException field(ErrorCode code, String path, String detail) {
        return new InferenceException(Problem.ofField(code, path, detail));
    }

    private static String last(String path) {
        return path.isEmpty() ? "the body" : path.substring(path.lastIndexOf('.') + 1);
    }
}
