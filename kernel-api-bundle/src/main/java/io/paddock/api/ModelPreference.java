// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * The model a request wants.
 *
 * @param id name as listed by {@link Models}
 */
public record ModelPreference(String id) {
    public ModelPreference {
        requireNonNull(id, "id is null");
    }
}
