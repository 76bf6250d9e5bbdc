// SPDX-License-Identifier: Apache-2.0
package de.kherud.llama;

import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that serves again after it was closed. The native library gives back neither the memory nor the thread of a
 * closed model while the JVM lives, so the next one alike takes it over. Thread-safe.
 */
public final class ReusedModel extends LlamaModel {
    private static final Map<List<String>, Deque<ReusedModel>> CLOSED = new HashMap<>(); // guarded by itself

    private final List<String> likeness;
    private boolean open = true; // guarded by CLOSED

    private ReusedModel(ModelParameters parameters, List<String> likeness) {
        super(parameters);
        this.likeness = likeness;
    }

    /**
     * One that was closed and is the same in everything, else a new one. Blocks while that is loaded.
     *
     * @throws LlamaException when it cannot be loaded
     */
    public static LlamaModel of(ModelParameters parameters) {
        List<String> likeness = likeness(parameters);
        synchronized (CLOSED) {
            ReusedModel closed =
                    CLOSED.getOrDefault(likeness, new ArrayDeque<>()).poll();
            if (closed != null) {
                closed.open = true;
                return closed;
            }
        }
        return new ReusedModel(parameters, likeness);
    }

    /** What it is loaded with, and what tells its file from another one in the same place. */
    private static List<String> likeness(ModelParameters parameters) {
        List<String> likeness = new ArrayList<>(List.of(parameters.toArray()));
        File file = new File(String.valueOf(parameters.parameters.get("--model")));
        likeness.add(file.length() + " " + file.lastModified());
        return List.copyOf(likeness);
    }

    /** Nobody asks it any more; it waits for the next one alike. */
    @Override
    public void close() {
        synchronized (CLOSED) {
            if (open) {
                open = false;
                CLOSED.computeIfAbsent(likeness, like -> new ArrayDeque<>()).add(this);
            }
        }
    }
}
