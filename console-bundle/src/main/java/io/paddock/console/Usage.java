// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a verb is used.
 *
 * @param verb its name without the prefix, for example {@code ensure}
 * @param summary what it does, in one line
 * @param operands the words it takes, in order
 * @param options its options, without {@code --help}
 * @param example a call and what it prints
 */
public record Usage(String verb, String summary, List<Operand> operands, List<Option> options, String example) {
    private static final int WIDEST = 140;
    private static final String BELOW = "\n    ";

    /** Scope of all verbs in the shell. */
    public static final String SCOPE = "paddock";

    public Usage {
        requireNonNull(verb, "verb is null");
        requireNonNull(summary, "summary is null");
        requireNonNull(example, "example is null");
        operands = List.copyOf(operands);
        options = List.copyOf(options);
    }

    /** The full name, for example {@code paddock:ensure}. */
    public String name() {
        return SCOPE + ":" + verb;
    }

    /** The option of that name, {@code --help} included. */
    public Optional<Option> option(String name) {
        return allOptions().filter(option -> option.name().equals(name)).findFirst();
    }

    /** The operand at that place; the last one stands for all that follow when it may be repeated. */
    public Optional<Operand> operand(int index) {
        if (index < operands.size()) {
            return Optional.of(operands.get(index));
        }
        return operands.isEmpty()
                ? Optional.empty()
                : Optional.of(operands.get(operands.size() - 1)).filter(Operand::repeated);
    }

    /** All options in the order of the help text. */
    public Stream<Option> allOptions() {
        return Stream.concat(options.stream(), Stream.of(Option.HELP));
    }

    /** {@code paddock:stop [INSTANCE] [--all] [--force]}; goes on below when it is long. */
    public String line() {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : words()) {
            boolean goesOn = column > 0 && column + word.length() >= WIDEST;
            text.append(goesOn ? BELOW : column == 0 ? "" : " ").append(word);
            column = (goesOn ? BELOW.length() : column + 1) + word.length();
        }
        return text.toString();
    }

    private List<String> words() {
        return Stream.concat(
                        Stream.of(name()),
                        Stream.concat(
                                operands.stream().map(Operand::shown),
                                options.stream().map(Option::shown)))
                .toList();
    }

    /** The whole help text, with line ends. */
    public String help() {
        Table words = Table.plain();
        operands.forEach(operand -> words.row("  " + operand.name(), operand.meaning()));
        allOptions().forEach(option -> words.row("  " + option.spelled(), option.meaning()));
        return name() + ": " + summary + "\n\nUsage: " + line() + "\n\n" + words.text() + "\nExample:\n"
                + example.stripTrailing().indent(2);
    }
}
