// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.Backends;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.Models;
import io.paddock.api.StartupKind;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.Table;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the backends. */
@Component(service = Verb.class)
public final class BackendsVerb implements Verb {
    private static final Usage USAGE =
            new Usage("backends", "lists the registered backends", List.of(), List.of(Option.JSON), """
            > paddock:backends
            ID        VERSION  STATE        INSTANCES  MODELS  STARTUP
            llamacpp  0.1.0    available            1       1  embedded, spawned
            ollama    0.1.0    unavailable          0       0  attach_existing_service
              ^ Nothing answers at http://127.0.0.1:11434. Start it with: ollama serve
            """);

    private static final Duration MODELS_WITHIN = Duration.ofSeconds(3);

    private final Backends backends;
    private final ModelLookup models;

    @Activate
    public BackendsVerb(@Reference Backends backends, @Reference Models models) {
        this.backends = backends;
        this.models = new ModelLookup(models);
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        List<BackendSnapshot> list = backends.list();
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else if (list.isEmpty()) {
            output.out("No backends. Install one with: feature:install paddock-backend-llamacpp\n");
        } else {
            output.out(table(list, modelCounts()));
        }
        return VerbRunner.OK;
    }

    /** Models per backend; empty when they cannot be had quickly, for the backends are worth showing all the same. */
    private Optional<Map<String, Long>> modelCounts() throws InterruptedException {
        try {
            return Optional.of(
                    models.listWithin(MODELS_WITHIN).stream().collect(groupingBy(ModelListing::backend, counting())));
        } catch (InferenceException e) {
            return Optional.empty();
        }
    }

    private static String table(List<BackendSnapshot> list, Optional<Map<String, Long>> modelCounts) {
        Table table = Table.headed("ID", "VERSION", "STATE", ">INSTANCES", ">MODELS", "STARTUP");
        for (BackendSnapshot backend : list) {
            String id = backend.manifest().backend();
            table.row(
                    id,
                    backend.manifest().version(),
                    backend.state().wireName(),
                    backend.instanceCount(),
                    modelCounts.map(counts -> counts.getOrDefault(id, 0L)).orElse(null),
                    startupKinds(backend));
            if (backend.state() != BackendState.AVAILABLE && backend.detail() != null) {
                table.note(backend.detail());
            }
        }
        return table.text();
    }

    private static String startupKinds(BackendSnapshot backend) {
        return backend.manifest().startupKinds().stream()
                .map(StartupKind::wireName)
                .sorted()
                .collect(joining(", "));
    }
}
