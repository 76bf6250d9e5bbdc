// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * One option of a backend, as its manifest declares it.
 *
 * @param name wire name, for example {@code ctx_size}
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code list} or {@code map}
 * @param requestable whether a request over HTTP may set it; others come from configuration or the console only
 * @param defaultValue the default in words, or null when there is none
 * @param meaning one sentence for people
 */
public record OptionDeclaration(String name, String type, boolean requestable, String defaultValue, String meaning) {
    public OptionDeclaration {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(meaning, "meaning is null");
    }
}
