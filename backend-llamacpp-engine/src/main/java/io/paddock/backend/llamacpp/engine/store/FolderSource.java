// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.NativeSet;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Natives in a folder that somebody configured go before those of the fragments, and are selected. */
final class FolderSource implements EngineSource {
    /** What the set is called. */
    static final String NAME = "natives-folder";

    private final Path folder;
    private final EngineSource fragments;

    FolderSource(Path folder, EngineSource fragments) {
        this.folder = folder;
        this.fragments = fragments;
    }

    @Override
    public SortedMap<String, Content> classes() {
        return fragments.classes();
    }

    @Override
    public List<NativeSet> sets() {
        List<NativeSet> sets = new ArrayList<>(fragments.sets());
        sets.add(new NativeSet(NAME, true, List.of(), null, "the configured natives_folder"));
        return List.copyOf(sets);
    }

    @Override
    public String selected() {
        return NAME;
    }

    @Override
    public SortedMap<String, Content> natives(String name) {
        if (!name.equals(NAME)) {
            return fragments.natives(name);
        }
        SortedMap<String, Content> natives = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            files.forEach(file -> natives.put(file.getFileName().toString(), () -> Files.newInputStream(file)));
        } catch (IOException e) {
            return Collections.emptySortedMap();
        }
        return natives;
    }

    @Override
    public String howToGet(String name) {
        return name.equals(NAME)
                ? "the configured natives_folder holds no library; put java-llama.cpp's library there,"
                        + " or unset natives_folder of io.paddock.backend.llamacpp.engine"
                : fragments.howToGet(name);
    }
}
