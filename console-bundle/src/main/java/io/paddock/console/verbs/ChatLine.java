// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.Option;
import io.paddock.console.UsageException;
import io.paddock.console.chat.ChatRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a chat line asks whom.
 *
 * @param model name of the model
 * @param request the question
 */
record ChatLine(String model, ChatRequest request) {
    static final Option MODEL =
            Option.value("--model", "NAME", Choice.MODEL, "the model, when its name could be taken for the prompt");
    static final Option SYSTEM = Option.value("--system", "TEXT", Choice.ANYTHING, "what the model is told before");
    static final Option MAX_TOKENS =
            Option.value("--max-tokens", "N", Choice.ANYTHING, "longest answer (default: the engine's)");
    static final Option TEMPERATURE =
            Option.value("--temperature", "T", Choice.ANYTHING, "0 for the likeliest words, up to 2");

    private static final double HIGHEST_TEMPERATURE = 2;

    /** The first word is the model when a model of that name is listed and words follow it. */
    static ChatLine of(Arguments arguments, ModelLookup models) throws InterruptedException {
        List<String> words = arguments.operands();
        Integer maxTokens = number(arguments, MAX_TOKENS, Integer::valueOf, n -> n > 0, "a whole number from 1");
        Double temperature = number(
                arguments,
                TEMPERATURE,
                Double::valueOf,
                t -> t >= 0 && t <= HIGHEST_TEMPERATURE,
                "a number from 0 to 2");
        String model = arguments.value(MODEL).orElse(null);
        if (model == null && words.size() > 1 && models.has(words.get(0))) {
            model = words.get(0);
            words = words.subList(1, words.size());
        }
        String prompt = String.join(" ", words);
        if (prompt.isBlank()) {
            throw new UsageException("PROMPT is missing: what to ask.");
        }
        String asked = model == null ? models.standard() : model;
        return new ChatLine(
                asked, new ChatRequest(prompt, arguments.value(SYSTEM).orElse(null), maxTokens, temperature));
    }

    private static <N> N number(
            Arguments arguments, Option option, Function<String, N> reading, Predicate<N> allowed, String range) {
        String text = arguments.value(option).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            N number = reading.apply(text);
            if (allowed.test(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw new UsageException(option.name() + ": '" + text + "' is not " + range + ".");
    }
}
