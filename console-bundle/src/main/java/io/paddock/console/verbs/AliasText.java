// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.ModelTarget;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What aliases stand for, as people read it. */
final class AliasText {
    private AliasText() {}

    /** Model and options. */
    static String of(ModelTarget target) {
        return target.options().isEmpty() ? target.model() : target.model() + " " + options(target);
    }

    /** The options, or null when there are none. */
    static String options(ModelTarget target) {
        return target.options().isEmpty()
                ? null
                : new TreeMap<>(target.options())
                        .entrySet().stream()
                                .map(one -> one.getKey() + "=" + one.getValue())
                                .collect(Collectors.joining(" "));
    }
}
