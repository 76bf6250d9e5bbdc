// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** Brings the native library into this JVM, once for all models. It stays until the JVM ends. */
final class NativeLibrary {
    private static final ReentrantLock LOADING = new ReentrantLock();

    private NativeLibrary() {}

    /**
     * Loads it unless that was done.
     *
     * @throws LoadFailed when it cannot be
     */
    static void load(Host host) throws LoadFailed {
        LOADING.lock(); // where to look is a property of the whole JVM
        try {
            if (host.natives() != null) {
                System.setProperty("de.kherud.llama.lib.path", host.natives().toString());
            }
            loadWithPrivateFolder();
        } catch (LinkageError e) {
            host.notes().accept("the native library cannot be loaded: " + e.getMessage());
            throw new LoadFailed(
                    host.own()
                            ? "the engine's native library cannot be loaded; its own lines in the log say why"
                            : "the engine's native library cannot be loaded into the runtime; when the engine's bundle"
                                    + " was changed since it was first loaded, restart the runtime, else set engine=worker");
        } finally {
            LOADING.unlock();
        }
    }

    // The library deletes what looks like its own in this folder when it is loaded, so it gets an empty one.
    private static void loadWithPrivateFolder() throws LoadFailed {
        Path folder;
        try {
            folder = Files.createTempDirectory("paddock-worker-");
        } catch (IOException e) {
            throw new LoadFailed("cannot make a temporary folder ("
                    + e.getClass().getSimpleName() + "); free some space or make java.io.tmpdir writable");
        }
        System.setProperty("de.kherud.llama.tmpdir", folder.toString());
        try {
            Class.forName(LlamaModel.class.getName(), true, LlamaModel.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class that is here was not found", e);
        } finally {
            folder.toFile().delete();
        }
    }
}
