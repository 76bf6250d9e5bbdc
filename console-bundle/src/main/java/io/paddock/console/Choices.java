// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import java.util.List;

/** Knows what the words of a line may name right now. Thread-safe. */
public interface Choices {
    /**
     * The names to offer; empty when there are none or when they cannot be had quickly.
     *
     * @param choice what kind of name is wanted
     * @param before the words of the line so far, without the verb
     */
    List<String> of(Choice choice, List<String> before);
}
