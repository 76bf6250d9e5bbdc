// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Alias;
import io.paddock.api.Aliases;
import io.paddock.api.Backends;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Swaps;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.Operand;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Has an alias stand for something else while it serves. */
@Component(service = Verb.class)
public final class SwapModelVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "swap-model",
            "has an alias stand for another model, or other options, while it serves; undoes that when it is not good",
            List.of(
                    Operand.required("ALIAS", Choice.ANYTHING, "the alias"),
                    Operand.required("MODEL", Choice.MODEL, "what it shall stand for")),
            Swapping.options(AliasVerb.BACKEND, AliasVerb.OPTION),
            """
            > paddock:swap-model pet paddock-demo --option ctx_size=1024 --dry-run
            backend       llamacpp
            alias         pet
            from          paddock-demo
            to            paddock-demo ctx_size=1024
            strategy      side_by_side: there is room for both
            expected gap  none
            instances     llamacpp-3f9a2c81b04d-1
            """);

    private final Aliases aliases;
    private final OptionValues optionValues;
    private final Swapping swapping;

    @Activate
    public SwapModelVerb(@Reference Aliases aliases, @Reference Swaps swaps, @Reference Backends backends) {
        this.aliases = aliases;
        this.optionValues = new OptionValues(backends);
        this.swapping = new Swapping(swaps);
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        String alias = arguments.operand(0).orElseThrow();
        String backend = arguments.value(AliasVerb.BACKEND).orElse(null);
        ModelTarget target = new ModelTarget(
                backend,
                arguments.operand(1).orElseThrow(),
                options(arguments, backend == null ? backendOf(alias) : backend));
        ModelSwapRequest request = new ModelSwapRequest(alias, target, Swapping.terms(arguments));
        return swapping.run(arguments, output, () -> aliases.plan(request), () -> aliases.swap(request));
    }

    /** An unknown one is the kernel's to refuse. */
    private String backendOf(String alias) {
        return aliases.list().stream()
                .filter(one -> one.name().equals(alias))
                .map(Alias::target)
                .map(ModelTarget::backend)
                .findFirst()
                .orElse("");
    }

    private Map<String, Object> options(Arguments arguments, String backend) {
        return optionValues.read(arguments.values(AliasVerb.OPTION), backend);
    }
}
