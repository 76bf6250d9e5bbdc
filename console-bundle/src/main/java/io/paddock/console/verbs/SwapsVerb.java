// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Swap;
import io.paddock.api.Swaps;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Table;
import io.paddock.console.Times;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the swaps, or shows one. */
@Component(service = Verb.class)
public final class SwapsVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "swaps",
            "lists the swaps under way and of late, or shows one with its phases",
            List.of(Operand.optional("ID", Choice.ANYTHING, "one swap")),
            List.of(Option.JSON),
            """
            > paddock:swaps
            ID             BACKEND/ALIAS  TO                               STATE           TOOK
            swap-5c1e77a0  ollama         io.paddock.backend.ollama 0.1.1  switched         12s
            """);

    private final Swaps swaps;
    private final Clock clock;

    @Activate
    public SwapsVerb(@Reference Swaps swaps) {
        this(swaps, Clock.systemUTC());
    }

    SwapsVerb(Swaps swaps, Clock clock) {
        this.swaps = swaps;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) {
        Optional<String> id = arguments.operand(0);
        if (id.isPresent()) {
            Swap one = swaps.find(id.get())
                    .orElseThrow(() -> new InferenceException(
                            ErrorCode.SWAP_NOT_FOUND, "there is no swap '" + id.get() + "'; list the swaps"));
            output.out(arguments.has(Option.JSON) ? JsonText.value(one) : SwapText.of(one));
            return VerbRunner.OK;
        }
        List<Swap> list = swaps.list();
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else {
            output.out(list.isEmpty() ? "No swaps. Begin one with: paddock:swap BACKEND SOURCE\n" : table(list));
        }
        return VerbRunner.OK;
    }

    private String table(List<Swap> list) {
        Table table = Table.headed("ID", "BACKEND/ALIAS", "TO", "STATE", ">TOOK");
        list.forEach(one -> table.row(one.swapId(), subject(one), one.plan().to(), SwapText.state(one), took(one)));
        return table.text();
    }

    private static String subject(Swap swap) {
        String alias = swap.plan().alias();
        return alias == null ? swap.plan().backend() : alias;
    }

    private String took(Swap swap) {
        Instant until = swap.endedAt() == null ? clock.instant() : swap.endedAt();
        return Times.shown(Duration.between(swap.startedAt(), until));
    }
}
