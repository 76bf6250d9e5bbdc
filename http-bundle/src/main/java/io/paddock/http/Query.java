// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a URL, read strictly: an unknown one, or one given twice, is refused by name. Immutable. */
final class Query {
    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /** Reads the parameters of a call; refuses those that are not {@code known}. */
    static Query of(Call call, String... known) {
        List<String> names = Arrays.asList(known);
        Map<String, String> values = new HashMap<>();
        call.queries().forEach((name, given) -> {
            if (!names.contains(name)) {
                throw refuse(
                        ErrorCode.UNKNOWN_FIELD,
                        name,
                        "there is no parameter " + name + " here; known are: " + String.join(", ", known));
            }
            if (given.size() > 1) {
                throw refuse(ErrorCode.INVALID_VALUE, name, name + " is given twice");
            }
            values.put(name, given.get(0));
        });
        return new Query(values);
    }

    /** A text, or null. */
    String text(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A whole number within its range. */
    long whole(String name, long standard, long least, long most) {
        String value = text(name);
        if (value == null) {
            return standard;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw refuse(ErrorCode.INVALID_VALUE, name, name + " must be an integer from " + least + " to " + most);
    }

    /** True or false; false when it is absent. */
    boolean flag(String name) {
        String value = text(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw refuse(ErrorCode.INVALID_VALUE, name, name + " must be true or false");
    }

    private static InferenceException refuse(ErrorCode code, String field, String detail) {
        return new InferenceException(Problem.ofField(code, field, detail));
    }
}
