// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words behind a verb, sorted into options and operands. Options may stand anywhere; {@code --name=value} is the same
 * as {@code --name value}; after {@code --} everything is an operand. Immutable once parsed.
 */
public final class Arguments {
    private static final String FLAG = "";

    private final Usage usage;
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments(Usage usage) {
        this.usage = usage;
    }

    /** Sorts the words; throws {@link UsageException} for what the verb does not have or lacks. */
    public static Arguments parse(Usage usage, List<String> words) {
        Arguments arguments = new Arguments(usage);
        arguments.sort(words.iterator());
        if (!arguments.has(Option.HELP)) {
            arguments.checkOperands();
        }
        return arguments;
    }

    /** Whether a flag was given. */
    public boolean has(Option flag) {
        return options.containsKey(flag.name());
    }

    /** The value of an option. */
    public Optional<String> value(Option option) {
        return values(option).stream().findFirst();
    }

    /** All values of an option, in their order. */
    public List<String> values(Option option) {
        return List.copyOf(options.getOrDefault(option.name(), List.of()));
    }

    /** The value of an option as a time such as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}. */
    public Optional<Duration> time(Option option) {
        return value(option)
                .map(text -> Times.parse(text)
                        .orElseThrow(() -> new UsageException(option.name() + ": '" + text
                                + "' is not a time. Write for example 500ms, 30s, 5m or 1h.")));
    }

    /** The operand at that place. */
    public Optional<String> operand(int index) {
        return index < operands.size() ? Optional.of(operands.get(index)) : Optional.empty();
    }

    /** All operands, in their order. */
    public List<String> operands() {
        return List.copyOf(operands);
    }

    private void sort(Iterator<String> words) {
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--")) {
                words.forEachRemaining(operands::add);
            } else if (looksLikeOption(word)) {
                addOption(word, words);
            } else {
                operands.add(word);
            }
        }
    }

    /** A dash alone and negative numbers are operands. */
    static boolean looksLikeOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && !Character.isDigit(word.charAt(1));
    }

    private void addOption(String word, Iterator<String> rest) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = usage.option(name)
                .orElseThrow(() -> new UsageException("Unknown option " + name + ". Known: " + known()
                        + ". Words that start with a" + " dash go behind --."));
        String inline = equals < 0 ? null : word.substring(equals + 1);
        List<String> values = options.computeIfAbsent(name, key -> new ArrayList<>());
        if (option.takesValue()) {
            values.add(valueOf(option, inline, rest));
        } else if (inline == null) {
            values.add(FLAG);
        } else {
            throw new UsageException(name + " takes no value.");
        }
        if (values.size() > 1 && !option.repeated()) {
            throw new UsageException(name + " is given twice.");
        }
    }

    private static String valueOf(Option option, String inline, Iterator<String> rest) {
        if (inline != null) {
            return inline;
        }
        if (!rest.hasNext()) {
            throw new UsageException(option.name() + " needs a value: " + option.spelled() + ".");
        }
        return rest.next();
    }

    private String known() {
        return usage.allOptions().map(Option::name).collect(joining(", "));
    }

    private void checkOperands() {
        for (int index = 0; index < operands.size(); index++) {
            if (usage.operand(index).isEmpty()) {
                throw new UsageException("Too many words: '" + operands.get(index) + "'.");
            }
        }
        // An optional operand may stand before a required one: then fewer words leave it out.
        usage.operands().stream()
                .filter(Operand::required)
                .skip(operands.size())
                .findFirst()
                .ifPresent(missing -> {
                    throw new UsageException(missing.name() + " is missing: " + missing.meaning() + ".");
                });
    }
}
