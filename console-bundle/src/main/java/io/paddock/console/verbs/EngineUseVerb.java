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
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Chooses the engine for instances to come. */
@Component(service = Verb.class)
public final class EngineUseVerb implements Verb {
    private static final Option MODEL = Option.value(
            "--model",
            "ID",
            Choice.MODEL,
            "the model to choose it for; without it: all that nothing else is chosen for");
    private static final Usage USAGE = new Usage(
            "engine-use",
            "chooses the engine for instances to come; the choice outlives the runtime",
            List.of(Operand.required(
                    "ENGINE", Choice.ENGINE, "the engine, as paddock:engines shows it; auto takes a choice back")),
            List.of(MODEL, Option.JSON),
            """
            > paddock:engine-use b6123 --model gemma-3-270m
            New instances of gemma-3-270m run on b6123.
            """);

    private final Engines engines;

    @Activate
    public EngineUseVerb(
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
        String model = arguments.value(MODEL).orElse(null);
        Await.answer(EngineCalls.need(engines).use(name, model), Await.PATIENCE, "Choosing the engine");
        output.out(arguments.has(Option.JSON) ? JsonText.value(chosen(name, model)) : said(name, model));
        return VerbRunner.OK;
    }

    private static Map<String, Object> chosen(String name, String model) {
        Map<String, Object> chosen = new TreeMap<>();
        chosen.put("engine", name);
        chosen.put("model", model);
        return chosen;
    }

    private static String said(String name, String model) {
        String what = model == null ? "New instances" : "New instances of " + model;
        return name.equals(Engines.AUTO)
                ? what + " run on the engine that is " + (model == null ? "found first.\n" : "chosen for all.\n")
                : what + " run on " + name + ".\n";
    }
}
