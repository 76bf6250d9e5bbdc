// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import io.paddock.api.Engine;
import io.paddock.api.EngineKind;
import io.paddock.api.EngineSource;
import io.paddock.api.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Engines that a test lists; what was asked is remembered as words. */
public final class FakeEngines implements Engines {
    public final List<Engine> present = new ArrayList<>();
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    /** One with a name, models, instances and a problem. */
    public static Engine engine(
            String name, boolean byDefault, List<String> models, List<String> instances, String problem) {
        return new Engine(
                name,
                name.startsWith("java") ? EngineKind.FRAGMENT : EngineKind.LLAMA_SERVER,
                problem == null ? "0.7.0 (build 11669)" : null,
                "0.7.0",
                List.of("cpu", "cuda"),
                List.of(),
                "an archive that was added",
                "/data/" + name,
                null,
                true,
                byDefault,
                models,
                instances,
                problem);
    }

    @Override
    public CompletableFuture<List<Engine>> list() {
        return CompletableFuture.completedFuture(List.copyOf(present));
    }

    @Override
    public CompletableFuture<Engine> add(EngineSource source) {
        calls.add("add " + source.place() + " " + source.sha256() + " " + source.name());
        return answer.thenApply(nothing -> present.get(0));
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        calls.add("remove " + name);
        return answer;
    }

    @Override
    public CompletableFuture<Void> use(String name, String model) {
        calls.add("use " + name + " " + model);
        return answer;
    }
}
