// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the engine's files lie. They cannot stay in the bundle: those vanish when it is updated, while an instance of
 * the old version still answers.
 *
 * @param folder absolute, or null when there is a problem
 * @param problem why they are not there, in words, or null
 */
record EngineFolder(Path folder, String problem) {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFolder.class);
    private static final String INSIDE = "/engine/";
    private static final int NAME_LENGTH = 16;

    /** Copies the jars that the bundle carries in {@code engine/} to a folder below {@code parent}. */
    static EngineFolder unpack(Bundle bundle, Path parent) {
        SortedMap<String, URL> files = new TreeMap<>();
        for (URL url : Collections.list(bundle.findEntries(INSIDE, "*.jar", false))) {
            files.put(url.getPath().substring(INSIDE.length()), url);
        }
        return unpack(files, parent);
    }

    /** Copies files to a folder that is named after what is in them: each version has its own, and copies once. */
    static EngineFolder unpack(SortedMap<String, URL> files, Path parent) {
        try {
            SortedMap<String, byte[]> contents = read(files);
            Path target = parent.toAbsolutePath().resolve(digest(contents));
            if (!Files.isDirectory(target)) {
                place(contents, target);
            }
            return new EngineFolder(target, null);
        } catch (IOException e) {
            LOG.warn("the echo engine cannot be unpacked", e);
            return new EngineFolder(null, "the engine's files cannot be written to the data folder; the log says why");
        }
    }

    /** The class path for a JVM: every jar. */
    String classPath() {
        return folder.resolve("*").toString();
    }

    private static SortedMap<String, byte[]> read(Map<String, URL> files) throws IOException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        for (Map.Entry<String, URL> file : files.entrySet()) {
            try (InputStream in = file.getValue().openStream()) {
                contents.put(file.getKey(), in.readAllBytes());
            }
        }
        return contents;
    }

    /** Writes beside the target and moves: a folder of that name is whole, even after a crash, whoever comes first. */
    private static void place(Map<String, byte[]> contents, Path target) throws IOException {
        Path draft = Files.createTempDirectory(Files.createDirectories(target.getParent()), "draft-");
        try {
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                Files.write(draft.resolve(file.getKey()), file.getValue());
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(draft);
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    private static String digest(SortedMap<String, byte[]> contents) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, bytes) -> {
                sha256.update((name + ":" + bytes.length + ":").getBytes(UTF_8));
                sha256.update(bytes);
            });
            return HexFormat.of().formatHex(sha256.digest()).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
