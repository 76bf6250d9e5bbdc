// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.Placement;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The worker's jars outside this bundle, beside the engine's files. Thread-safe. */
final class WorkerFiles {
    private final EngineFiles engineFiles;
    private final Map<String, URL> jars;
    private volatile Placement worker;

    /** @param jars the worker and its libraries by file name */
    WorkerFiles(EngineFiles engineFiles, Map<String, URL> jars) {
        this.engineFiles = engineFiles;
        this.jars = new TreeMap<>(jars);
    }

    /**
     * Everything that a worker runs from.
     *
     * @param set name of the native libraries
     * @param gpu whether they compute on more than the processor
     * @param engine the engine's folder
     * @param worker the worker's folder
     * @param jars names of the worker's jars
     */
    record Place(String set, boolean gpu, Placement engine, Placement worker, List<String> jars) {
        Place {
            jars = List.copyOf(jars);
        }

        /** What is wrong, or null. */
        String problem() {
            return engine.usable() ? worker.problem() : engine.problem();
        }

        /** All jars, as absolute paths. */
        List<Path> classPath() {
            List<Path> path = new ArrayList<>();
            jars.forEach(jar -> path.add(worker.folder().resolve(jar)));
            path.add(engine.folder().resolve(EngineFiles.JAR));
            return path;
        }

        /** Folder with the native libraries. */
        Path natives() {
            return engine.folder().resolve(EngineFiles.NATIVES);
        }
    }

    /** The runtime's engines, for whoever lists them. */
    EngineFiles engines() {
        return engineFiles;
    }

    /** With the selected natives; unpacks what is not there yet, and blocks for a moment the first time. */
    Place place() {
        return place(engineFiles.selected());
    }

    /** With the natives of that name. */
    Place place(String set) {
        Placement engine = engineFiles.engine(set);
        boolean gpu = engineFiles.natives().stream()
                .anyMatch(natives ->
                        natives.name().equals(set) && natives.devices().size() > 1);
        if (!engine.usable()) {
            return new Place(set, gpu, engine, engine, List.copyOf(jars.keySet()));
        }
        Placement known = worker;
        if (known == null) {
            known = engineFiles.place(jars);
            worker = known.usable() ? known : null;
        }
        return new Place(set, gpu, engine, known, List.copyOf(jars.keySet()));
    }
}
