// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the engine: what is named is taken or found wanting; {@code auto} says what it took, and why. Thread-safe. */
final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    /** The engine inside this JVM, as the option names it. */
    static final String IN_PROCESS = "in-process";

    private final ServerScout scout;
    private final WorkerFiles files;
    private final AtomicReference<String> lastSaid = new AtomicReference<>("");

    Engines(ServerScout scout, WorkerFiles files) {
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
    }

    /** Chooses; waits a moment when a program was never asked before. */
    Choice choose(LlamaCppOptions options) {
        return switch (options.engine()) {
            case "worker" -> worker("");
            case IN_PROCESS -> inProcess();
            case "llama-server" -> {
                ServerScout.Found found = find(options);
                yield found.works() ? server(found) : none(found.problem(), found.asking());
            }
            default -> {
                ServerScout.Found found = find(options);
                if (found.works()) {
                    yield server(found);
                }
                yield found.asking() ? none(found.problem(), true) : orWorker(found.problem());
            }
        };
    }

    private static Choice none(String problem, boolean soon) {
        return new Choice(null, null, "", problem, soon);
    }

    private ServerScout.Found find(LlamaCppOptions options) {
        return scout.find(options.binaryPath(), options.launcherArgs(), PATIENCE);
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
