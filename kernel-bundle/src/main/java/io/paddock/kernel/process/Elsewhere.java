// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.surface.ExecutionSurface;
import io.paddock.spi.surface.PlacedProcess;
import io.paddock.spi.surface.Placement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Starts processes on one execution surface, and remembers them while they run. */
final class Elsewhere implements Surface {
    private final ExecutionSurface place;
    private final Supplier<String> newSecret;
    private final Time time;
    private final Set<Child> children = ConcurrentHashMap.newKeySet();

    Elsewhere(ExecutionSurface place, Supplier<String> newSecret, Time time) {
        this.place = place;
        this.newSecret = newSecret;
        this.time = time;
    }

    ExecutionSurface place() {
        return place;
    }

    @Override
    public CompletableFuture<Child> launch(String instance, LaunchSpec spec, ProcessOutput output) {
        boolean asked = spec.environment().values().stream().anyMatch(value -> value.contains(LaunchSpec.SECRET));
        String secret = asked ? newSecret.get() : "";
        LaunchSpec filled = filled(instance, spec, secret);
        Map<String, String> environment = filled.environment();
        output.mask(spec.secretNames().stream()
                .map(name -> environment.getOrDefault(name, ""))
                .toList());
        return place.place(new Placement(instance, filled))
                .thenApply(process -> remember(child(instance, secret, process, output)));
    }

    private static LaunchSpec filled(String instance, LaunchSpec spec, String secret) {
        Map<String, String> environment = new LinkedHashMap<>();
        spec.environment().forEach((name, value) -> environment.put(name, value.replace(LaunchSpec.SECRET, secret)));
        environment.put(Launcher.INSTANCE, instance);
        return new LaunchSpec(
                spec.command(),
                spec.workingDirectory(),
                environment,
                spec.secretNames(),
                spec.surface(),
                spec.target(),
                spec.files(),
                0);
    }

    private Child child(String instance, String secret, PlacedProcess process, ProcessOutput output) {
        return new PlacedChild(process, new Launched(instance, 0, process.port(), secret), output, time);
    }

    private Child remember(Child child) {
        children.add(child);
        Completion.on(child.exited(), (facts, never) -> children.remove(child));
        return child;
    }

    /** Kills what still runs there. */
    void killAll() {
        children.forEach(Child::kill);
    }
}
