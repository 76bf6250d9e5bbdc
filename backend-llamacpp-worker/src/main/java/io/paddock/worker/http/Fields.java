// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.paddock.worker.Refusal;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The fields of a JSON object, read with their names at hand. {@code null} counts as absent. */
final class Fields {
    private final JsonNode object;

    Fields(JsonNode object) {
        this.object = object;
    }

    /** The value, or a missing node. */
    JsonNode get(String name) {
        JsonNode value = object.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    JsonNode required(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            throw new Refusal(400, "missing_field", name, name + " is missing");
        }
        return value;
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw Refusal.invalid(name, name + " must be true or false");
        }
        return value.booleanValue();
    }

    OptionalLong integer(String name, long least, long most) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!value.isNumber()
                || !value.canConvertToExactIntegral()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw Refusal.invalid(name, name + " must be a whole number from " + least + " to " + most);
        }
        return OptionalLong.of(value.longValue());
    }

    OptionalDouble number(String name, double least, double most) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw Refusal.invalid(name, name + " must be a number from " + least + " to " + most);
        }
        return OptionalDouble.of(value.doubleValue());
    }

    /** Refuses a field that asks for something the worker does not do. */
    void refuse(String name, boolean asked, String why) {
        if (asked) {
            throw Refusal.invalid(name, why);
        }
    }
}
