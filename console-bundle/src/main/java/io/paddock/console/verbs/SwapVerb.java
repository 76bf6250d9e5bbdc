// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapRequest;
import io.paddock.api.Swaps;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Replaces a backend while it serves. */
@Component(service = Verb.class)
public final class SwapVerb implements Verb {
    private static final Option SET = Option.value(
                    "--set",
                    "KEY=VALUE",
                    Choice.ANYTHING,
                    "a value of its configuration that shall be another; may be repeated")
            .orMore();
    private static final Option UNSET = Option.value(
                    "--unset", "KEY", Choice.ANYTHING, "a key of it that shall have its default; may be repeated")
            .orMore();
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
            Swapping.options(SET, UNSET),
            """
            > paddock:swap ollama mvn:io.paddock/paddock-backend-ollama/0.1.1 --dry-run
            backend       ollama
            from          io.paddock.backend.ollama 0.1.0
            to            io.paddock.backend.ollama 0.1.1
            strategy      side_by_side: there is room for both
            expected gap  none
            instances     ollama-3f9a2c81b04d-1
            """);

    private final Swaps swaps;
    private final Swapping swapping;

    @Activate
    public SwapVerb(@Reference Swaps swaps) {
        this.swaps = swaps;
        this.swapping = new Swapping(swaps);
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        SwapRequest request = request(arguments);
        return swapping.run(arguments, output, () -> swaps.plan(request), () -> swaps.start(request));
    }

    private static SwapRequest request(Arguments arguments) {
        SwapConfiguration configuration = ConfigurationWords.read(arguments.values(SET), arguments.values(UNSET));
        String source = arguments.operand(1).orElse(null);
        if (source == null && configuration.isEmpty()) {
            throw new UsageException("SOURCE is missing: the new bundle; or --set and --unset.");
        }
        return new SwapRequest(arguments.operand(0).orElseThrow(), source, configuration, Swapping.terms(arguments));
    }
}
