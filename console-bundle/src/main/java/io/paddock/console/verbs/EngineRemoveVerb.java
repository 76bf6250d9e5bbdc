// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Engines;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Removes an engine that was added. */
@Component(service = Verb.class)
public final class EngineRemoveVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "engine-remove",
            "removes an engine that was added, unless instances run on it; choices for it end",
            List.of(Operand.required("ENGINE", Choice.ENGINE, "the engine, as paddock:engines shows it")),
            List.of(Option.JSON),
            """
            > paddock:engine-remove b6123
            Engine b6123 removed.
            """);

    private final Engines engines;

    @Activate
    public EngineRemoveVerb(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Engines engines) {
        this.engines = engines;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        String name = arguments.operand(0).orElseThrow();
        Await.answer(EngineCalls.need(engines).remove(name), Await.PATIENCE, "Removing the engine");
        output.out(
                arguments.has(Option.JSON)
                        ? JsonText.value(Map.of("name", name, "removed", true))
                        : "Engine " + name + " removed.\n");
        return VerbRunner.OK;
    }
}
