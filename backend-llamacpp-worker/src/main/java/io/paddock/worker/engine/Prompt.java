// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a model reads: a text that the engine splits into tokens, then tokens.
 *
 * @param head first part; the engine puts the token for the begin before it
 * @param tail tokens that follow it, often none
 * @param tokens how many tokens it is in all
 */
public record Prompt(String head, List<Integer> tail, int tokens) {
    public Prompt {
        requireNonNull(head, "head is null");
        tail = List.copyOf(tail);
    }
}
