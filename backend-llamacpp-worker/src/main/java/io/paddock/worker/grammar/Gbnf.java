// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import io.paddock.worker.grammar.Expression.Choice;
import io.paddock.worker.grammar.Expression.Reference;
import io.paddock.worker.grammar.Expression.Repeat;
import io.paddock.worker.grammar.Expression.Sequence;
import io.paddock.worker.grammar.Expression.Symbol;
import io.paddock.worker.grammar.Expression.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Accepts a GBNF grammar that the engine will read and can always follow to an end; refuses every other. */
public final class Gbnf {
    private final Map<String, Expression> rules;
    private final Set<String> nullable = new HashSet<>();

    private Gbnf(Map<String, Expression> rules) {
        this.rules = rules;
    }

    /** Passes, or says what is wrong. */
    public static void check(String grammar) throws GrammarRefused {
        new Gbnf(new GbnfParser(grammar).rules()).check();
    }

    private void check() throws GrammarRefused {
        if (!rules.containsKey("root")) {
            throw new GrammarRefused("there is no rule 'root'");
        }
        for (Map.Entry<String, Expression> rule : rules.entrySet()) {
            requireKnown(rule.getKey(), rule.getValue());
        }
        requireEndings();
        grow(nullable, expression -> holds(expression, nullable, true));
        for (Map.Entry<String, Expression> rule : rules.entrySet()) {
            requireProgress(rule.getKey(), rule.getValue());
        }
        requireNoLeftRecursion();
    }

    private void requireKnown(String rule, Expression expression) throws GrammarRefused {
        if (expression instanceof Reference reference && !rules.containsKey(reference.rule())) {
            throw new GrammarRefused("rule '" + rule + "' uses '" + reference.rule() + "', which is not defined");
        }
        for (Expression child : children(expression)) {
            requireKnown(rule, child);
        }
    }

    // A rule that can never end leaves the engine without a token to choose, which ends its process.
    private void requireEndings() throws GrammarRefused {
        Set<String> ending = new HashSet<>();
        grow(ending, expression -> holds(expression, ending, false));
        for (String rule : rules.keySet()) {
            if (!ending.contains(rule)) {
                throw new GrammarRefused("rule '" + rule + "' can never end");
            }
        }
    }

    private void grow(Set<String> set, Predicate<Expression> member) {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<String, Expression> rule : rules.entrySet()) {
                if (!set.contains(rule.getKey()) && member.test(rule.getValue())) {
                    grown = set.add(rule.getKey());
                }
            }
        }
    }

    /** Whether it can derive the empty text, or, when {@code empty} is false, any text. */
    private static boolean holds(Expression expression, Set<String> rules, boolean empty) {
        if (expression instanceof Text text) {
            return !empty || text.empty();
        }
        if (expression instanceof Symbol) {
            return !empty;
        }
        if (expression instanceof Reference reference) {
            return rules.contains(reference.rule());
        }
        if (expression instanceof Repeat repeat && repeat.least() == 0) {
            return true;
        }
        if (expression instanceof Choice choice) {
            return choice.branches().stream().anyMatch(branch -> holds(branch, rules, empty));
        }
        return children(expression).stream().allMatch(part -> holds(part, rules, empty));
    }

    private void requireProgress(String rule, Expression expression) throws GrammarRefused {
        if (expression instanceof Repeat repeat && repeat.endless() && holds(repeat.part(), nullable, true)) {
            throw new GrammarRefused("rule '" + rule + "' repeats without end something that may be empty");
        }
        for (Expression child : children(expression)) {
            requireProgress(rule, child);
        }
    }

    private void requireNoLeftRecursion() throws GrammarRefused {
        for (String rule : rules.keySet()) {
            Set<String> seen = new HashSet<>();
            Deque<String> open = new ArrayDeque<>(firsts(rules.get(rule)));
            while (!open.isEmpty()) {
                String first = open.pop();
                if (first.equals(rule)) {
                    throw new GrammarRefused("rule '" + rule + "' begins with itself");
                }
                if (seen.add(first)) {
                    open.addAll(firsts(rules.get(first)));
                }
            }
        }
    }

    /** The rules that may stand first in it. */
    private List<String> firsts(Expression expression) {
        List<String> firsts = new ArrayList<>();
        if (expression instanceof Reference reference) {
            firsts.add(reference.rule());
        } else if (expression instanceof Sequence sequence) {
            for (Expression part : sequence.parts()) {
                firsts.addAll(firsts(part));
                if (!holds(part, nullable, true)) {
                    break;
                }
            }
        } else {
            children(expression).forEach(child -> firsts.addAll(firsts(child)));
        }
        return firsts;
    }

    private static List<Expression> children(Expression expression) {
        if (expression instanceof Sequence sequence) {
            return sequence.parts();
        }
        if (expression instanceof Choice choice) {
            return choice.branches();
        }
        return expression instanceof Repeat repeat ? List.of(repeat.part()) : List.of();
    }
}
