// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Instances;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.ProblemText;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Stops instances. */
@Component(service = Verb.class)
public final class StopVerb implements Verb {
    private static final Option ALL = Option.flag("--all", "stop every instance");
    private static final Option FORCE = Option.flag("--force", "do not wait for the leases to end");
    private static final Usage USAGE = new Usage(
            "stop",
            "stops an instance: no new leases, then the engine's graceful way, then force",
            List.of(Operand.optional("INSTANCE", Choice.INSTANCE, "the instance, as paddock:instances shows it")),
            List.of(ALL, FORCE, Option.JSON),
            """
            > paddock:stop llamacpp-3f9a2c-1
            Instance llamacpp-3f9a2c-1 stopped.
            """);

    private final Instances instances;
    private final Duration patience;

    @Activate
    public StopVerb(@Reference Instances instances) {
        this(instances, Await.PATIENCE);
    }

    StopVerb(Instances instances, Duration patience) {
        this.instances = instances;
        this.patience = patience;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        List<String> wanted = wanted(arguments);
        boolean json = arguments.has(Option.JSON);
        if (wanted.isEmpty() && !json) {
            output.out("No instances to stop.\n");
        }
        // All are told to stop before the first is waited for.
        Map<String, CompletableFuture<Void>> stops = new LinkedHashMap<>();
        wanted.forEach(id -> stops.put(id, instances.stop(id, arguments.has(FORCE))));
        List<Map<String, Object>> stopped = new ArrayList<>();
        for (Map.Entry<String, CompletableFuture<Void>> stop : stops.entrySet()) {
            if (succeeds(stop.getKey(), stop.getValue(), output)) {
                stopped.add(Map.of("instance_id", stop.getKey(), "lifecycle_status", InstanceState.STOPPED));
                output.out(json ? "" : "Instance " + stop.getKey() + " stopped.\n");
            }
        }
        output.out(json ? JsonText.list(stopped) : "");
        return stopped.size() == wanted.size() ? VerbRunner.OK : VerbRunner.FAILED;
    }

    private List<String> wanted(Arguments arguments) {
        boolean all = arguments.has(ALL);
        if (all == arguments.operand(0).isPresent()) {
            throw new UsageException(
                    all ? "Name an instance or say --all, not both." : "Name an instance or say --all.");
        }
        return all
                ? instances.list().stream()
                        .filter(instance -> !instance.lifecycleStatus().isFinal())
                        .map(InstanceSnapshot::instanceId)
                        .toList()
                : arguments.operands();
    }

    private boolean succeeds(String id, CompletableFuture<Void> stop, VerbOutput output) throws InterruptedException {
        try {
            Await.answer(stop, patience, "Stopping " + id);
            return true;
        } catch (InferenceException e) {
            output.err(ProblemText.of(e.problem()));
            return false;
        }
    }
}
