// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder that fills with an archive's entries and lets none of them out. Links are made last, so that nothing is ever
 * written through one, and each must lead to something inside.
 */
final class SafeTree {
    private static final int CHUNK = 1 << 16;

    private final Path root;
    private final Limits limits;
    private final Patience patience;
    private final SortedMap<Path, Link> links = new TreeMap<>();
    private long bytes;
    private int entries;

    SafeTree(Path root, Limits limits, Patience patience) {
        this.root = root;
        this.limits = limits;
        this.patience = patience;
    }

    private record Link(String name, String target) {}

    void folder(String name) throws IOException {
        Path folder = count(name);
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw Refusal.unsafe(name, "stands where another one is");
        }
    }

    /** Writes one file; more bytes than the limit allows are not written. */
    void file(String name, InputStream content, boolean executable) throws IOException {
        Path file = fresh(name);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[CHUNK];
            for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
                bytes += n;
                if (bytes > limits.treeBytes()) {
                    throw Refusal.unsafe(name, "makes it larger than " + (limits.treeBytes() >> 20) + " MiB");
                }
                patience.check();
                out.write(chunk, 0, n);
            }
        } catch (FileAlreadyExistsException e) {
            throw Refusal.unsafe(name, "is there twice");
        }
        mode(file, executable);
    }

    /** Keeps a link in mind. */
    void link(String name, String target) {
        Path link = count(name);
        if (links.put(link, new Link(name, target)) != null) {
            throw Refusal.unsafe(name, "is there twice");
        }
    }

    /** A second name for a file that was written before; it becomes a copy. */
    void copy(String name, String target) throws IOException {
        Path original = EntryNames.inside(root, target);
        if (!Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS)) {
            throw Refusal.unsafe(name, "is a hard link to what is not in the archive");
        }
        boolean executable = Files.isExecutable(original);
        try (InputStream content = Files.newInputStream(original)) {
            file(name, content, executable);
        }
    }

    /** Makes the links; each leads to a file or folder inside. One that leads nowhere is left out. */
    void finish() throws IOException {
        for (Map.Entry<Path, Link> entry : links.entrySet()) {
            make(entry.getKey(), entry.getValue());
        }
        Path real = root.toRealPath();
        for (Map.Entry<Path, Link> entry : links.entrySet()) {
            if (!Files.exists(entry.getKey())) {
                Files.delete(entry.getKey());
            } else if (!entry.getKey().toRealPath().startsWith(real)) {
                throw Refusal.unsafe(entry.getValue().name(), "is a link out of its folder");
            }
        }
    }

    private void make(Path place, Link link) throws IOException {
        for (Path above = place.getParent(); !above.equals(root); above = above.getParent()) {
            if (links.containsKey(above)) {
                throw Refusal.unsafe(link.name(), "stands below a link");
            }
        }
        EntryNames.checkTarget(root, place, link.name(), link.target());
        try {
            Files.createDirectories(place.getParent());
            Files.createSymbolicLink(place, place.getFileSystem().getPath(link.target()));
        } catch (FileAlreadyExistsException e) {
            throw Refusal.unsafe(link.name(), "stands where another one is");
        }
    }

    private Path fresh(String name) throws IOException {
        Path file = count(name);
        if (file.equals(root)) {
            throw Refusal.unsafe(name, "is a file without a name");
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (FileAlreadyExistsException e) {
            throw Refusal.unsafe(name, "stands below a file");
        }
        return file;
    }

    private Path count(String name) {
        patience.check();
        entries++;
        if (entries > limits.entries()) {
            throw Refusal.unsafe(name, "is one of more than " + limits.entries());
        }
        return EntryNames.inside(root, name);
    }

    private static void mode(Path file, boolean executable) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
