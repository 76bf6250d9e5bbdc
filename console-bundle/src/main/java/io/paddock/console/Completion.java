// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import java.util.List;
import java.util.Optional;

/** Decides what may come at the cursor of a line. */
public final class Completion {
    private Completion() {}

    /**
     * The words that may stand at the cursor and start with what is typed already.
     *
     * @param before the whole words between the verb and the cursor
     * @param typed the word at the cursor as far as it is typed
     */
    public static List<String> at(Usage usage, List<String> before, String typed, Choices choices) {
        return offered(usage, before, typed, choices).stream()
                .filter(word -> word.startsWith(typed))
                .toList();
    }

    private static List<String> offered(Usage usage, List<String> before, String typed, Choices choices) {
        Optional<Option> open = openOption(usage, before);
        if (open.isPresent()) {
            return choices.of(open.get().choice(), before);
        }
        if (before.contains("--")) {
            return List.of();
        }
        if (typed.startsWith("-")) {
            return usage.allOptions()
                    .filter(option -> option.repeated() || !before.contains(option.name()))
                    .map(Option::name)
                    .toList();
        }
        return usage.operand(operandsIn(usage, before))
                .map(operand -> choices.of(operand.choice(), before))
                .orElse(List.of());
    }

    /** The option that waits for its value at the cursor. */
    private static Optional<Option> openOption(Usage usage, List<String> before) {
        return before.isEmpty()
                ? Optional.empty()
                : usage.option(before.get(before.size() - 1)).filter(Option::takesValue);
    }

    private static int operandsIn(Usage usage, List<String> before) {
        int operands = 0;
        for (int at = 0; at < before.size(); at++) {
            if (!Arguments.looksLikeOption(before.get(at))) {
                operands++;
            } else if (usage.option(before.get(at)).filter(Option::takesValue).isPresent()) {
                at++; // its value
            }
        }
        return operands;
    }
}
