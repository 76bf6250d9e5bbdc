// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine;

import java.nio.file.Path;

/**
 * Where files lie, or why they do not.
 *
 * @param folder absolute, or null when there is a problem
 * @param digest lower-case hex of SHA-256 over names and contents, or null when there is a problem
 * @param problem what is wrong and what to do, without a path, or null
 */
public record Placement(Path folder, String digest, String problem) {
    public Placement {
        if ((folder == null) == (problem == null) || (folder == null) != (digest == null)) {
            throw new IllegalArgumentException("either folder and digest, or a problem");
        }
    }

    /** The files lie in {@code folder}. */
    public static Placement at(Path folder, String digest) {
        return new Placement(folder, digest, null);
    }

    /** The files are not there. */
    public static Placement missing(String problem) {
        return new Placement(null, null, problem);
    }

    /** Whether the files are there. */
    public boolean usable() {
        return problem == null;
    }
}
