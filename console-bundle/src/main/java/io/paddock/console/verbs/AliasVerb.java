// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Alias;
import io.paddock.api.Aliases;
import io.paddock.api.Backends;
import io.paddock.api.ModelTarget;
import io.paddock.api.Models;
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
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives a model a name of one's own, or takes that away. */
@Component(service = Verb.class)
public final class AliasVerb implements Verb {
    static final Option BACKEND = Option.value(
            "--backend", "ID", Choice.BACKEND, "the backend that serves it (default: the one that has the model)");
    static final Option OPTION = Option.value(
                    "--option", "NAME=VALUE", Choice.BACKEND_OPTION, "an option of the backend")
            .orMore();

    private static final Option REMOVE = Option.flag("--remove", "remove the alias");
    private static final Usage USAGE = new Usage(
            "alias",
            "makes a name stand for a model with its options, or removes the name; what it stands for is then swapped",
            List.of(
                    Operand.required("NAME", Choice.ANYTHING, "the alias"),
                    Operand.optional("MODEL", Choice.MODEL, "what it stands for")),
            List.of(BACKEND, OPTION, REMOVE, Option.JSON),
            """
            > paddock:alias pet paddock-demo
            Alias pet stands for paddock-demo on llamacpp.
            """);

    private final Aliases aliases;
    private final ModelLookup models;
    private final OptionValues optionValues;

    @Activate
    public AliasVerb(@Reference Aliases aliases, @Reference Models models, @Reference Backends backends) {
        this.aliases = aliases;
        this.models = new ModelLookup(models);
        this.optionValues = new OptionValues(backends);
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        String name = arguments.operand(0).orElseThrow();
        if (arguments.has(REMOVE)) {
            return remove(name, arguments, output);
        }
        String model = arguments
                .operand(1)
                .orElseThrow(() -> new UsageException("Name the model that " + name + " shall stand for."));
        Alias made = Await.answer(
                aliases.make(new Alias(name, target(model, arguments))), Await.PATIENCE, "Making the alias");
        output.out(
                arguments.has(Option.JSON)
                        ? JsonText.value(made)
                        : "Alias " + name + " stands for " + AliasText.of(made.target()) + " on "
                                + made.target().backend() + ".\n");
        return VerbRunner.OK;
    }

    private int remove(String name, Arguments arguments, VerbOutput output) throws InterruptedException {
        if (arguments.operand(1).isPresent()) {
            throw new UsageException("--remove needs the name only.");
        }
        Void unused = Await.answer(aliases.remove(name), Await.PATIENCE, "Removing the alias");
        output.out(arguments.has(Option.JSON) ? JsonText.list(List.of()) : "Alias " + name + " is removed.\n");
        return VerbRunner.OK;
    }

    private ModelTarget target(String model, Arguments arguments) throws InterruptedException {
        String backend = arguments.value(BACKEND).orElse(null);
        List<String> assignments = arguments.values(OPTION);
        List<String> offering = backend == null ? models.backendsOf(model) : List.of(backend);
        if (!assignments.isEmpty() && offering.size() != 1) {
            throw new UsageException("--option needs --backend, because "
                    + (offering.isEmpty() ? "no backend lists " : "several backends list ") + model + ".");
        }
        return new ModelTarget(
                backend, model, optionValues.read(assignments, offering.isEmpty() ? "" : offering.get(0)));
    }
}
