// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import io.paddock.spi.InstanceSpec;
import java.util.List;
import java.util.TreeSet;

/** How a plan refuses what a request wants. */
public final class Refusals {
    private static final String OPTIONS = "request.target_preference.backend_options.";

    private Refusals() {}

    /** The refusal of one option; {@code detail} holds no value that may be a secret. */
    public static InferenceException option(String name, String detail) {
        return new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, OPTIONS + name, detail));
    }

    /** Refuses a wish with an option that is not declared. */
    public static void undeclared(InstanceSpec spec, List<OptionDeclaration> declared) {
        TreeSet<String> unknown = new TreeSet<>(spec.options().keySet());
        declared.forEach(option -> unknown.remove(option.name()));
        if (!unknown.isEmpty()) {
            List<String> names =
                    declared.stream().map(OptionDeclaration::name).sorted().toList();
            throw option(
                    unknown.first(),
                    "there is no option '" + unknown.first() + "'; there are " + String.join(", ", names));
        }
    }

    /** The text of an option, or null when it is not set or blank. */
    public static String text(InstanceSpec spec, String name) {
        Object value = spec.options().get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return text.isBlank() ? null : text.trim();
        }
        throw option(name, name + " must be a text");
    }
}
