// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import de.kherud.llama.LlamaModel;
import java.util.List;
import java.util.Properties;

/**
 * The engine's native library inside this JVM. It belongs to the class loader that loaded it first, until the JVM ends; the
 * same bundle changed and refreshed has another one. Thread-safe.
 *
 * @param properties those of the JVM, which outlive every bundle
 * @param loader the one that the engine's classes have now
 */
record LoadedLibrary(Properties properties, ClassLoader loader) {
    /** Names of bundles whose native code is loaded into this JVM; whoever would change them looks there. */
    static final String PINNED = "paddock.native.pinned";

    private static final String ENGINE = "io.paddock.backend.llamacpp.engine";
    private static final String OWNER = PINNED + "." + ENGINE;

    static LoadedLibrary ofThisRuntime() {
        return new LoadedLibrary(System.getProperties(), LlamaModel.class.getClassLoader());
    }

    /** Why a model cannot be served inside this JVM any more, as a sentence, or null when it can. */
    String problem() {
        return properties.getProperty(OWNER, owner()).equals(owner())
                ? null
                : "the engine's bundle was changed while its native library is loaded into the runtime, which keeps it until it"
                        + " ends; restart the runtime, or set engine=worker";
    }

    /** From now on until this JVM ends: what is loaded stays. */
    void pin() {
        properties.putIfAbsent(OWNER, owner());
        properties.merge(
                PINNED,
                ENGINE,
                (there, ours) -> List.of(((String) there).split(",")).contains(ENGINE) ? there : there + "," + ours);
    }

    /** Not the loader itself: it could never be collected. */
    private String owner() {
        return Integer.toHexString(System.identityHashCode(loader));
    }
}
