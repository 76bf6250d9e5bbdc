// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import java.io.IOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;

/** Finds the classes in this bundle and the natives in its fragments, or in a folder that somebody configured. */
final class BundleSource implements EngineSource {
    private static final String CLASSES = "de/kherud/llama";
    private static final String NATIVES = "native";

    private final Bundle bundle;
    private final Path configured;
    private final String platform;

    /** @param configured a folder with native libraries that goes before the fragments, or null */
    BundleSource(Bundle bundle, Path configured, String platform) {
        this.bundle = bundle;
        this.configured = configured;
        this.platform = platform;
    }

    @Override
    public SortedMap<String, Content> classes() {
        SortedMap<String, Content> classes = new TreeMap<>();
        for (URL url : entries(CLASSES, "*.class")) {
            classes.put(url.getPath().substring(url.getPath().indexOf(CLASSES)), url::openStream);
        }
        return classes;
    }

    @Override
    public SortedMap<String, Content> natives() {
        if (configured != null) {
            return configured();
        }
        SortedMap<String, Content> natives = new TreeMap<>();
        for (URL url : entries(NATIVES + "/" + platform, "*")) {
            String name = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
            if (!name.isEmpty()) {
                natives.put(name, url::openStream);
            }
        }
        return natives;
    }

    @Override
    public String howToGetNatives() {
        if (configured != null) {
            return "the configured natives_folder holds no library; put java-llama.cpp's library there,"
                    + " or unset natives_folder of io.paddock.backend.llamacpp.engine";
        }
        SortedSet<String> present = new TreeSet<>();
        for (URL url : entries(NATIVES, "*jllama*")) {
            String path = url.getPath();
            String folder = path.substring(0, path.lastIndexOf('/'));
            present.add(folder.substring(folder.lastIndexOf('/') + 1));
        }
        return "no llama.cpp library for " + platform + " is installed (found: "
                + (present.isEmpty() ? "none" : String.join(", ", present))
                + "); install the bundle paddock-backend-llamacpp-natives-" + platform
                + " and refresh io.paddock.backend.llamacpp.engine,"
                + " or set its natives_folder to a folder with your own build of java-llama.cpp 4.2.0";
    }

    private SortedMap<String, Content> configured() {
        SortedMap<String, Content> natives = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(configured, Files::isRegularFile)) {
            files.forEach(file -> natives.put(file.getFileName().toString(), () -> Files.newInputStream(file)));
        } catch (IOException e) {
            return Collections.emptySortedMap();
        }
        return natives;
    }

    // Fragments' entries included.
    private List<URL> entries(String folder, String pattern) {
        Enumeration<URL> found = bundle.findEntries(folder, pattern, true);
        return found == null
                ? List.of()
                : Collections.list(found).stream()
                        .filter(url -> !url.getPath().endsWith("/"))
                        .toList();
    }
}
