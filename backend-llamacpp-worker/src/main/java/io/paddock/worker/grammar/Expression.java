// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import java.util.List;

/** A part of a grammar rule, reduced to what the checks need. */
sealed interface Expression {
    /** A text; empty or not. */
    record Text(boolean empty) implements Expression {}

    /** One character of a class. */
    record Symbol() implements Expression {}

    /** Another rule. */
    record Reference(String rule) implements Expression {}

    /** One after the other. */
    record Sequence(List<Expression> parts) implements Expression {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** One of them. */
    record Choice(List<Expression> branches) implements Expression {
        public Choice {
            branches = List.copyOf(branches);
        }
    }

    /** Several times. */
    record Repeat(Expression part, int least, boolean endless) implements Expression {}
}
