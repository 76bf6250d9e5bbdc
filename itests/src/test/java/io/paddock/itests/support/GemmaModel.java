// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gemma 3 270M, the real model of the checks, kept in a cache folder outside the project. */
public final class GemmaModel {
    /** Its name in the runtime's model list. */
    public static final String ID = "gemma-3-270m-q4_k_m";

    private static final Finished FETCHED = fetch();

    private GemmaModel() {}

    /** The file, if it could be had. */
    public static Optional<Path> file() {
        return FETCHED.exit() == 0 ? Optional.of(Path.of(FETCHED.output().trim())) : Optional.empty();
    }

    /** Why there is no file. */
    public static String reason() {
        return "Gemma 3 270M could not be had: " + FETCHED.output().trim();
    }

    private static Finished fetch() {
        Path project =
                Path.of(System.getProperty("paddock.project")).toAbsolutePath().normalize();
        try {
            return Shell.run(project, List.of("python3", "tools/models/fetch-gemma.py"));
        } catch (IOException e) {
            return new Finished(1, e.getMessage(), 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finished(1, "interrupted", 0);
        }
    }
}
