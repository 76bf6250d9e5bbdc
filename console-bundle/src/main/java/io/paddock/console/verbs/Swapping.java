// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Swap;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.api.Swaps;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.UsageException;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the verbs have in common that swap something: their options, and how they go about it. */
final class Swapping {
    private static final Option DRY_RUN =
            Option.flag("--dry-run", "only tell what would be done, and how long requests would wait");
    private static final Option NO_WAIT = Option.flag("--no-wait", "return as soon as it has begun; see paddock:swaps");
    private static final Option STRATEGY = Option.value(
            "--strategy",
            "NAME",
            Choice.ANYTHING,
            "side_by_side or drain_stop_start (default: side by side when there is room)");
    private static final Option LOAD =
            Option.value("--load-within", "TIME", Choice.ANYTHING, "longest time to become ready (default: 1h)");
    private static final Option CANARY =
            Option.value("--canary-within", "TIME", Choice.ANYTHING, "longest time for the first answer (default: 1m)");
    private static final Option PROMPT =
            Option.value("--canary-prompt", "TEXT", Choice.ANYTHING, "what the first request asks");
    private static final Option EXPECTS =
            Option.value("--canary-expects", "TEXT", Choice.ANYTHING, "what the first answer must contain");
    private static final Option PROBATION = Option.value(
            "--probation", "TIME", Choice.ANYTHING, "how long the new one is compared with the old one (default: 10s)");
    private static final Option SLOWEST = Option.value(
            "--slowest",
            "TIME",
            Choice.ANYTHING,
            "longest median time to a first byte in the probation (default: any)");
    private static final Option DRAIN =
            Option.value("--drain", "TIME", Choice.ANYTHING, "how long the old one may finish (default: 30s)");
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(3);
    private static final Duration ENDS_WITHIN = Duration.ofDays(3);

    private final Swaps swaps;

    Swapping(Swaps swaps) {
        this.swaps = swaps;
    }

    /** Those options after {@code own}. */
    static List<Option> options(Option... own) {
        return Stream.concat(
                        Arrays.stream(own),
                        Stream.of(
                                DRY_RUN,
                                NO_WAIT,
                                STRATEGY,
                                LOAD,
                                CANARY,
                                PROMPT,
                                EXPECTS,
                                PROBATION,
                                SLOWEST,
                                DRAIN,
                                Option.JSON))
                .toList();
    }

    /** Plans it, or begins it and waits for its end, as the line says. */
    int run(
            Arguments arguments,
            VerbOutput output,
            Supplier<CompletableFuture<SwapPlan>> plan,
            Supplier<CompletableFuture<Swap>> begin)
            throws InterruptedException {
        boolean json = arguments.has(Option.JSON);
        if (arguments.has(DRY_RUN)) {
            SwapPlan planned = Await.answer(plan.get(), BEGINS_WITHIN, "Planning the swap");
            output.out(json ? JsonText.value(planned) : SwapText.of(planned));
            return VerbRunner.OK;
        }
        Swap begun = Await.answer(begin.get(), BEGINS_WITHIN, "Beginning the swap");
        if (arguments.has(NO_WAIT)) {
            output.out(json ? JsonText.value(begun) : "Swap " + begun.swapId() + " has begun.\n");
            return VerbRunner.OK;
        }
        Swap ended = Await.answer(swaps.ended(begun.swapId()).copy(), ENDS_WITHIN, "The swap");
        output.out(json ? JsonText.value(ended) : SwapText.of(ended));
        return ended.state() == SwapState.SWITCHED ? VerbRunner.OK : VerbRunner.FAILED;
    }

    static SwapTerms terms(Arguments arguments) {
        return new SwapTerms(
                arguments.value(STRATEGY).map(Swapping::strategy).orElse(null),
                arguments.time(LOAD).orElse(null),
                arguments.time(CANARY).orElse(null),
                arguments.value(EXPECTS).orElse(null),
                arguments.value(PROMPT).orElse(null),
                arguments.time(PROBATION).orElse(null),
                arguments.time(SLOWEST).orElse(null),
                arguments.time(DRAIN).orElse(null));
    }

    private static SwapStrategy strategy(String name) {
        return Arrays.stream(SwapStrategy.values())
                .filter(one -> one.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--strategy is side_by_side or drain_stop_start."));
    }
}
