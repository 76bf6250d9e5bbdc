// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Alias;
import io.paddock.api.Aliases;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.Table;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the aliases. */
@Component(service = Verb.class)
public final class AliasesVerb implements Verb {
    private static final Usage USAGE =
            new Usage("aliases", "lists the names that stand for models", List.of(), List.of(Option.JSON), """
            > paddock:aliases
            NAME  MODEL         BACKEND   OPTIONS
            pet   paddock-demo  llamacpp  ctx_size=1024
            """);

    private final Aliases aliases;

    @Activate
    public AliasesVerb(@Reference Aliases aliases) {
        this.aliases = aliases;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) {
        List<Alias> list = aliases.list();
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else if (list.isEmpty()) {
            output.out("No aliases. Make one with: paddock:alias NAME MODEL\n");
        } else {
            Table table = Table.headed("NAME", "MODEL", "BACKEND", "OPTIONS");
            list.forEach(one -> table.row(
                    one.name(), one.target().model(), one.target().backend(), AliasText.options(one.target())));
            output.out(table.text());
        }
        return VerbRunner.OK;
    }
}
