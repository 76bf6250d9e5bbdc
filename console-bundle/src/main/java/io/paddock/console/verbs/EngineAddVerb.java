// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Engine;
import io.paddock.api.EngineSource;
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
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Adds an engine. */
@Component(service = Verb.class)
public final class EngineAddVerb implements Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(30); // a large download takes its time
    private static final Option SHA256 =
            Option.value("--sha256", "HEX", Choice.ANYTHING, "what the archive's SHA-256 must be; a URL needs it");
    private static final Option NAME =
            Option.value("--name", "NAME", Choice.ANYTHING, "how to call it; by itself it is called after its version");
    private static final Usage USAGE = new Usage(
            "engine-add",
            "adds a llama-server: a folder is used where it lies, an archive is checked and unpacked",
            List.of(Operand.required(
                    "PLACE",
                    Choice.ANYTHING,
                    "a folder, a .tar.gz or .zip, or an http, https or file URL of one; paths are absolute")),
            List.of(SHA256, NAME, Option.JSON),
            """
            > paddock:engine-add /downloads/llama-b6123-bin-ubuntu-x64.zip --sha256 5d3c...e1 --name b6123
            Engine b6123 added: llama-server 6123 (79c1160b). Use it with: paddock:engine-use b6123
            """);

    private final Engines engines;

    @Activate
    public EngineAddVerb(
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
        EngineSource source = new EngineSource(
                arguments.operand(0).orElseThrow(),
                arguments.value(SHA256).orElse(null),
                arguments.value(NAME).orElse(null));
        Engine engine = Await.answer(EngineCalls.need(engines).add(source), PATIENCE, "Adding the engine");
        output.out(
                arguments.has(Option.JSON)
                        ? JsonText.value(engine)
                        : "Engine " + engine.name() + " added: llama-server " + engine.version()
                                + ". Use it with: paddock:engine-use " + engine.name() + "\n");
        return VerbRunner.OK;
    }
}
