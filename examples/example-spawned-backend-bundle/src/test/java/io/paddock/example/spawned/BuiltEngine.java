// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the build puts into {@code engine/} of the bundle. */
final class BuiltEngine {
    private BuiltEngine() {}

    static SortedMap<String, URL> files() throws IOException {
        SortedMap<String, URL> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(Path.of("target", "engine"))) {
            for (Path jar : found.toList()) {
                files.put(jar.getFileName().toString(), jar.toUri().toURL());
            }
        }
        return files;
    }
}
