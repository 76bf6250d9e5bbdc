// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.Placement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's files, unpacked when first asked for. No OSGi in here. */
final class UnpackedEngine implements EngineFiles {
    private static final Logger log = LoggerFactory.getLogger(UnpackedEngine.class);

    private final FolderStore store;
    private final EngineSource source;
    private volatile Placement engine;

    UnpackedEngine(FolderStore store, EngineSource source) {
        this.store = store;
        this.source = source;
    }

    /** A problem is looked into again each time: the disk may have room by now. */
    @Override
    public Placement engine() {
        Placement known = engine;
        if (known != null) {
            return known;
        }
        Placement found = unpack();
        if (found.usable()) {
            engine = found;
            collect();
        }
        return found;
    }

    @Override
    public Placement place(Map<String, URL> files) {
        SortedMap<String, Content> contents = new TreeMap<>();
        files.forEach((name, url) -> contents.put(name, url::openStream));
        return placed(contents);
    }

    private Placement unpack() {
        SortedMap<String, Content> natives = source.natives();
        if (natives.isEmpty()) {
            return Placement.missing(source.howToGetNatives());
        }
        try {
            SortedMap<String, Content> files = new TreeMap<>();
            byte[] jar = ClassJar.of(source.classes());
            files.put(JAR, () -> new ByteArrayInputStream(jar));
            natives.forEach((name, content) -> files.put(NATIVES + "/" + name, content));
            return placed(files);
        } catch (IOException e) {
            return failed(e);
        }
    }

    private Placement placed(SortedMap<String, Content> files) {
        try {
            FolderStore.Folder folder = store.place(files);
            return Placement.at(folder.path().toAbsolutePath(), folder.digest());
        } catch (IOException e) {
            return failed(e);
        }
    }

    private static Placement failed(IOException e) {
        log.warn("cannot unpack engine files", e);
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        String where = "the folder data/paddock/engines";
        if (said.contains("no space left") || said.contains("not enough space") || said.contains("quota")) {
            return Placement.missing("the disk is full: free some 20 MB for " + where + ", then try again");
        }
        if (e instanceof AccessDeniedException || said.contains("read-only") || e instanceof FileSystemException) {
            return Placement.missing("cannot write to " + where + ": make it writable, or set data_folder of"
                    + " io.paddock.backend.llamacpp.engine to another");
        }
        return Placement.missing("cannot unpack the engine (" + e.getClass().getSimpleName() + "); the log says more");
    }

    private void collect() {
        try {
            store.collect(Instant.now());
        } catch (IOException e) {
            log.info("old engine folders stay for now: {}", e.toString());
        }
    }
}
