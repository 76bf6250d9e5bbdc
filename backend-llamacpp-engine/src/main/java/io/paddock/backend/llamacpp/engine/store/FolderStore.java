// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** Folders named after their contents. Several processes may use one store; whole folders appear at once. */
final class FolderStore {
    private static final Duration KEPT = Duration.ofDays(1);

    // What others keep beside is not collected.
    private static final Pattern OURS = Pattern.compile("[0-9a-f]{64}|\\.(new|old)-.*");

    private final Path root;

    FolderStore(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** A folder of the store and its digest. */
    record Folder(Path path, String digest) {}

    /** The folder with these files; unpacked when it is not there or damaged. */
    Folder place(SortedMap<String, Content> files) throws IOException {
        String digest = Digest.of(files);
        Path folder = root.resolve(digest);
        if (!isWhole(folder, files, digest)) {
            unpack(files, folder, digest);
        }
        Files.setLastModifiedTime(folder.resolve(EngineFiles.IN_USE), FileTime.from(Instant.now()));
        return new Folder(folder, digest);
    }

    private static boolean isWhole(Path folder, SortedMap<String, Content> files, String digest) throws IOException {
        if (!Files.isRegularFile(folder.resolve(EngineFiles.IN_USE))) {
            return false;
        }
        SortedMap<String, Content> found = new TreeMap<>();
        for (String name : files.keySet()) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                return false;
            }
            found.put(name, () -> Files.newInputStream(file));
        }
        return Digest.of(found).equals(digest);
    }

    private void unpack(SortedMap<String, Content> files, Path folder, String digest) throws IOException {
        Files.createDirectories(root);
        Path fresh = root.resolve(".new-" + UUID.randomUUID());
        try {
            for (String name : files.keySet()) {
                write(files.get(name), inside(fresh, name));
            }
            Files.createFile(fresh.resolve(EngineFiles.IN_USE));
            if (!isWhole(fresh, files, digest)) {
                throw new IOException("what was written is not what was read");
            }
            if (Files.exists(folder) && !isWhole(folder, files, digest)) {
                Files.move(folder, root.resolve(".old-" + UUID.randomUUID()), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(fresh);
            if (!isWhole(folder, files, digest)) { // else another one was faster
                throw e;
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new IOException("a name that leads out of its folder: " + name);
        }
        return file;
    }

    private static void write(Content content, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream in = content.open()) {
            Files.copy(in, file);
        }
    }

    /** Deletes folders that nobody asked for in a day and no process holds. */
    void collect(Instant now) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                if (OURS.matcher(folder.getFileName().toString()).matches()) {
                    collect(folder, now);
                }
            }
        }
    }

    private static void collect(Path folder, Instant now) throws IOException {
        Path mark = folder.resolve(EngineFiles.IN_USE);
        Path dated = Files.exists(mark) ? mark : folder;
        if (Files.getLastModifiedTime(dated).toInstant().isAfter(now.minus(KEPT))) {
            return;
        }
        if (!Files.exists(mark)) {
            delete(folder);
            return;
        }
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                delete(folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
