// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.NativeSet;
import io.paddock.backend.llamacpp.engine.Placement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's files, unpacked when first asked for. No OSGi in here. */
final class UnpackedEngine implements EngineFiles {
    private static final Logger log = LoggerFactory.getLogger(UnpackedEngine.class);

    private final FolderStore store;
    private final EngineSource source;
    private volatile List<NativeSet> sets;
    private final Map<String, Placement> engines = new ConcurrentHashMap<>();

    UnpackedEngine(FolderStore store, EngineSource source) {
        this.store = store;
        this.source = source;
    }

    @Override
    public Path folder() {
        return store.root();
    }

    @Override
    public List<NativeSet> natives() {
        List<NativeSet> known = sets;
        if (known == null) {
            known = source.sets(); // other fragments make this bundle a new one
            sets = known;
        }
        return known;
    }

    @Override
    public String selected() {
        return source.selected();
    }

    /** A problem is looked into again each time: the disk may have room by now. */
    @Override
    public Placement engine(String natives) {
        Placement known = engines.get(natives);
        if (known != null) {
            return known;
        }
        Placement found = unpack(natives);
        if (found.usable()) {
            engines.put(natives, found);
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

    private Placement unpack(String name) {
        SortedMap<String, Content> natives = source.natives(name);
        if (natives.isEmpty()) {
            return Placement.missing(source.howToGet(name));
        }
        try {
            SortedMap<String, Content> files = new TreeMap<>();
            byte[] jar = ClassJar.of(source.classes());
            files.put(JAR, () -> new ByteArrayInputStream(jar));
            natives.forEach((file, content) -> files.put(NATIVES + "/" + file, content));
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
