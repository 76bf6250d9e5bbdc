// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.ModelListing;
import io.paddock.api.Models;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.Table;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the models. */
@Component(service = Verb.class)
public final class ModelsVerb implements Verb {
    private static final Usage USAGE =
            new Usage("models", "lists the models that can be served now", List.of(), List.of(Option.JSON), """
            > paddock:models
            ID            BACKEND      SIZE  CONTEXT
            paddock-demo  llamacpp  3.4 MiB      512
            """);

    private static final double KIB = 1024;

    private final ModelLookup models;

    @Activate
    public ModelsVerb(@Reference Models models) {
        this.models = new ModelLookup(models);
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        List<ModelListing> list = models.list();
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else if (list.isEmpty()) {
            output.out(
                    "No models. Put a GGUF file into the models folder, or start a server that a backend attaches to.\n");
        } else {
            Table table = Table.headed("ID", "BACKEND", ">SIZE", ">CONTEXT");
            list.forEach(model -> {
                table.row(model.id(), model.backend(), size(model.sizeBytes()), model.contextLength());
                if (model.metadata().get("stands_for") instanceof String real) {
                    table.note("an alias; stands for " + real);
                }
            });
            output.out(table.text());
        }
        return VerbRunner.OK;
    }

    private static String size(Long bytes) {
        if (bytes == null) {
            return null;
        }
        double mib = bytes / KIB / KIB;
        if (mib < 0.1) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / KIB);
        }
        return mib < KIB
                ? String.format(Locale.ROOT, "%.1f MiB", mib)
                : String.format(Locale.ROOT, "%.1f GiB", mib / KIB);
    }
}
