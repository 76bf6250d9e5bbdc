// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.backend.llamacpp.servers.ServerNames;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the engine: what is named is taken or found wanting; {@code auto} says what it took, and why. Thread-safe. */
final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    /** The engine inside this JVM, as the option names it. */
    static final String IN_PROCESS = "in-process";

    private final ServerSearch search;
    private final ServerScout scout;
    private final WorkerFiles files;
    private final AtomicReference<String> lastSaid = new AtomicReference<>("");

    Engines(ServerSearch search, ServerScout scout, WorkerFiles files) {
        this.search = search;
        this.scout = scout;
        this.files = files;
    }

    /**
     * The engine for an instance.
     *
     * @param server a llama-server that works, or null
     * @param worker the worker's files, or null
     * @param note why {@code auto} did not take a llama-server, or the empty text
     * @param problem why there is no engine, as a sentence, or null
     * @param soon whether that may be over in a moment
     */
    record Choice(ServerScout.Found server, WorkerFiles.Place worker, String note, String problem, boolean soon) {
        boolean isServer() {
            return server != null;
        }

        /** What the engine is called. */
        String name() {
            return isServer() ? server.name() : ServerNames.FRAGMENT + worker.set();
        }
    }

    /** Chooses; waits a moment when a program was never asked before. */
    Choice choose(EngineWish wish) {
        if (wish.options().engine().equals(IN_PROCESS)) {
            String changed = LoadedLibrary.ofThisRuntime().problem();
            if (changed != null) {
                return none(changed, false);
            }
        }
        Optional<String> named = wish.named(search.added().choices());
        if (named.isPresent()) {
            return chosen(named.get(), wish);
        }
        return switch (wish.options().engine()) {
            case "worker" -> worker("");
            case IN_PROCESS -> inProcess();
            case "llama-server" -> {
                ServerScout.Found found = find(wish);
                yield found.works() ? server(found) : none(found.problem(), found.asking());
            }
            default -> {
                ServerScout.Found found = find(wish);
                if (found.works()) {
                    yield server(found);
                }
                yield found.asking() ? none(found.problem(), true) : orWorker(found.problem());
            }
        };
    }

    /** What somebody chose by name is taken or found wanting. */
    private Choice chosen(String name, EngineWish wish) {
        if (name.startsWith(ServerNames.FRAGMENT)) {
            WorkerFiles.Place place = files.place(name.substring(ServerNames.FRAGMENT.length()));
            return new Choice(null, place, "", place.problem(), false);
        }
        Optional<ServerSearch.Sighting> sighting = search.all(wish.options().binaryPath()).stream()
                .filter(seen -> seen.name().equals(name))
                .findFirst();
        if (sighting.isEmpty()) {
            return none(
                    "the engine '" + name + "', which was chosen with paddock:engine-use, is not there any more; choose"
                            + " another one, or auto",
                    false);
        }
        ServerScout.Found found = scout.ask(sighting.get(), wish.launcherArgs(sighting.get()), PATIENCE);
        return found.works() ? server(found) : none(found.problem(), found.asking());
    }

    private static Choice none(String problem, boolean soon) {
        return new Choice(null, null, "", problem, soon);
    }

    private ServerScout.Found find(EngineWish wish) {
        ServerSearch.Sighting sighting = search.look(wish.options().binaryPath());
        return scout.ask(sighting, wish.launcherArgs(sighting), PATIENCE);
    }

    private Choice server(ServerScout.Found found) {
        say("models are served by " + found.build().inWords() + ", found by " + found.from());
        return new Choice(found, null, "", null, false);
    }

    private Choice orWorker(String missing) {
        Choice worker = worker(missing);
        if (worker.problem() != null) {
            return none(missing + ". And the worker cannot run either: " + worker.problem(), false);
        }
        say("models are served by the worker (" + Manifests.ENGINE + "): " + missing);
        return worker;
    }

    private Choice inProcess() {
        Choice worker = worker("");
        if (worker.problem() == null && !lastSaid.getAndSet(IN_PROCESS).equals(IN_PROCESS)) {
            LOG.warn("models are served inside this JVM ({}): {}", Manifests.ENGINE, Manifests.IN_PROCESS_LIMITS);
        }
        return worker;
    }

    private Choice worker(String note) {
        WorkerFiles.Place place = files.place();
        return new Choice(null, place, note, place.problem(), false);
    }

    /** Once for each change, since it is chosen for each plan. */
    private void say(String what) {
        if (!lastSaid.getAndSet(what).equals(what)) {
            LOG.info("{}", what);
        }
    }
}
