// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Swap;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.api.Swaps;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Replaces a backend while it serves. */
@Component(service = Verb.class)
public final class SwapVerb implements Verb {
    private static final Option DRY_RUN =
            Option.flag("--dry-run", "only tell what would be done, and how long requests would wait");
    private static final Option NO_WAIT = Option.flag("--no-wait", "return as soon as it has begun; see paddock:swaps");
    private static final Option SET = Option.value(
                    "--set",
                    "KEY=VALUE",
                    Choice.ANYTHING,
                    "a value of its configuration that shall be another; may be repeated")
            .orMore();
    private static final Option UNSET = Option.value(
                    "--unset", "KEY", Choice.ANYTHING, "a key of it that shall have its default; may be repeated")
            .orMore();
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
    private static final Usage USAGE = new Usage(
            "swap",
            "replaces a backend by another revision or configuration of it while it serves; undoes that when it is not good",
            List.of(
                    Operand.required("BACKEND", Choice.BACKEND, "the backend"),
                    Operand.optional(
                            "SOURCE",
                            Choice.ANYTHING,
                            "mvn: or file: URL or path of the new bundle, or URL of a features file and #FEATURE;"
                                    + " may be left out with --set or --unset")),
            List.of(
                    SET,
                    UNSET,
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
                    Option.JSON),
            """
            > paddock:swap ollama mvn:io.paddock/paddock-backend-ollama/0.1.1 --dry-run
            backend       ollama
            from          io.paddock.backend.ollama 0.1.0
            to            io.paddock.backend.ollama 0.1.1
            strategy      side_by_side: there is room for both
            expected gap  none
            instances     ollama-3f9a2c81b04d-1
            """);
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(3);
    private static final Duration ENDS_WITHIN = Duration.ofDays(3);

    private final Swaps swaps;

    @Activate
    public SwapVerb(@Reference Swaps swaps) {
        this.swaps = swaps;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        SwapRequest request = request(arguments);
        boolean json = arguments.has(Option.JSON);
        if (arguments.has(DRY_RUN)) {
            var plan = Await.answer(swaps.plan(request), BEGINS_WITHIN, "Planning the swap");
            output.out(json ? JsonText.value(plan) : SwapText.of(plan));
            return VerbRunner.OK;
        }
        Swap begun = Await.answer(swaps.start(request), BEGINS_WITHIN, "Beginning the swap");
        if (arguments.has(NO_WAIT)) {
            output.out(json ? JsonText.value(begun) : "Swap " + begun.swapId() + " has begun.\n");
            return VerbRunner.OK;
        }
        Swap ended = Await.answer(swaps.ended(begun.swapId()).copy(), ENDS_WITHIN, "The swap");
        output.out(json ? JsonText.value(ended) : SwapText.of(ended));
        return ended.state() == SwapState.SWITCHED ? VerbRunner.OK : VerbRunner.FAILED;
    }

    private static SwapRequest request(Arguments arguments) {
        SwapConfiguration configuration = ConfigurationWords.read(arguments.values(SET), arguments.values(UNSET));
        String source = arguments.operand(1).orElse(null);
        if (source == null && configuration.isEmpty()) {
            throw new UsageException("SOURCE is missing: the new bundle; or --set and --unset.");
        }
        return new SwapRequest(arguments.operand(0).orElseThrow(), source, configuration, terms(arguments));
    }

    private static SwapTerms terms(Arguments arguments) {
        return new SwapTerms(
                arguments.value(STRATEGY).map(SwapVerb::strategy).orElse(null),
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
