// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * A name that stands for a model with its options. Requests name it as their model; what it stands for changes by a swap
 * only.
 *
 * @param name 1 to 128 letters, digits and {@code . _ : @ -}, the first a letter or a digit; no {@code ..}
 * @param target what it stands for
 */
public record Alias(String name, ModelTarget target) {
    public Alias {
        requireNonNull(name, "name is null");
        requireNonNull(target, "target is null");
    }
}
