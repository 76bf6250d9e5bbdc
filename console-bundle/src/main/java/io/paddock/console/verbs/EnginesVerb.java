// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Engine;
import io.paddock.api.Engines;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Table;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Lists the engines, or shows one with all that is known about it. */
@Component(service = Verb.class)
public final class EnginesVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "engines",
            "lists the engines that models can be served by, or shows one",
            List.of(Operand.optional("ENGINE", Choice.ENGINE, "the engine to show, with all that is known about it")),
            List.of(Option.JSON),
            """
            > paddock:engines
            NAME                          KIND          VERSION              DEVICES  FROM                      USED BY
            java-llama.cpp-linux-x86_64   fragment      4.2.0                cpu      the fragment ...          -
            llama-server-0.7.0            llama_server  0.7.0 (build 11669)  cpu      an archive ...            2 instances
            path                          llama_server  6123 (79c1160b)      cpu      the PATH                  default
            """);

    private final Engines engines;

    @Activate
    public EnginesVerb(
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
        List<Engine> list = Await.answer(EngineCalls.need(engines).list(), Await.PATIENCE, "Listing the engines");
        if (arguments.operand(0).isPresent()) {
            Engine one = one(list, arguments.operand(0).get());
            output.out(arguments.has(Option.JSON) ? JsonText.value(one) : shown(one));
        } else if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else if (list.isEmpty()) {
            output.out("No engines. Add one with: paddock:engine-add FOLDER\n");
        } else {
            output.out(table(list));
        }
        return VerbRunner.OK;
    }

    private static Engine one(List<Engine> list, String name) {
        return list.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UsageException("There is no engine '" + name + "'; paddock:engines lists them."));
    }

    private static String table(List<Engine> list) {
        Table table = Table.headed("NAME", "KIND", "VERSION", "DEVICES", "FROM", "USED BY");
        for (Engine engine : list) {
            table.row(
                    engine.name(),
                    engine.kind().wireName(),
                    engine.version(),
                    orNull(engine.deviceTypes()),
                    engine.origin(),
                    orNull(uses(engine)));
            if (!engine.works()) {
                table.note(engine.problem());
            }
        }
        return table.text();
    }

    private static List<String> uses(Engine engine) {
        List<String> uses = new ArrayList<>();
        if (engine.byDefault()) {
            uses.add("default");
        }
        engine.models().forEach(model -> uses.add("model " + model));
        int running = engine.instances().size();
        if (running > 0) {
            uses.add(running + (running == 1 ? " instance" : " instances"));
        }
        return uses;
    }

    private static String shown(Engine engine) {
        Table table = Table.plain();
        table.row("engine", engine.name() + ", " + engine.kind().wireName());
        table.row("version", engine.version());
        table.row("llama.cpp", engine.llamaCpp());
        table.row("devices", orNull(engine.deviceTypes()));
        table.row("architectures", orNull(engine.architectures()));
        table.row("from", engine.origin());
        table.row("path", engine.path());
        table.row("sha256", engine.sha256());
        table.row("default", engine.byDefault() ? "yes" : "no");
        table.row("models", orNull(engine.models()));
        table.row("instances", orNull(engine.instances()));
        table.row("problem", engine.problem());
        return table.text();
    }

    private static String orNull(List<String> words) {
        return words.isEmpty() ? null : String.join(", ", words);
    }
}
