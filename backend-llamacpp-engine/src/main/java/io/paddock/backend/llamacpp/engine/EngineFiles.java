// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine;

import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Puts files that child processes run from into folders named after their contents. Files inside a bundle vanish when
 * it is updated; these stay until no process uses them and a day has passed. Thread-safe.
 */
@ProviderType
public interface EngineFiles {
    /** Name of the jar with java-llama.cpp's classes inside the engine's folder. */
    String JAR = "java-llama.jar";
    /** Name of the folder with the native libraries inside the engine's folder. */
    String NATIVES = "native";
    /** Name of the file that a process locks, shared, for as long as it needs the folder. */
    String IN_USE = ".in-use";

    /** Folder of the runtime's data for engines; absolute, may not be there yet. */
    Path folder();

    /** The native libraries that are installed, also those for other platforms; sorted by name. */
    List<NativeSet> natives();

    /** Name of the {@link #natives} that are taken unless others are named: those for this machine, if installed. */
    String selected();

    /**
     * The engine with these natives. Writes about 6 MB the first time, later it only looks; blocks, never throws.
     *
     * @param natives a name of {@link #natives}
     */
    Placement engine(String natives);

    /**
     * Other files, in a folder of their own. Blocks, never throws.
     *
     * @param files what to read, by name inside the folder; a name may hold {@code /}, but no {@code ..}
     */
    Placement place(Map<String, URL> files);

    /** The engine with the selected natives; see {@link #engine(String)}. */
    default Placement engine() {
        return engine(selected());
    }
}
