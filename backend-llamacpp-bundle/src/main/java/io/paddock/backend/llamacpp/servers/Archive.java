// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks {@code .tar.gz} and {@code .zip}; its first bytes say which it is. */
final class Archive {
    private static final int EXECUTABLE = 0100;
    private static final int MOST_OF_A_LINK = 4096;
    private static final int MOST_BESIDE = 8192; // headers and padding of one entry
    private static final int FORMAT = 0170000;
    private static final int PLAIN = 0100000;
    private static final int FOLDER = 0040000;

    private Archive() {}

    /** Unpacks all of it, or refuses; what lies in {@code folder} then is no good. */
    static void unpack(Path archive, Path folder, Limits limits, Patience patience) {
        try {
            SafeTree tree = new SafeTree(Files.createDirectories(folder), limits, patience);
            byte[] head = head(archive);
            if (head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
                tar(archive, tree, limits, patience);
            } else if (head.length == 2 && head[0] == 'P' && head[1] == 'K') {
                zip(archive, tree);
            } else {
                throw Refusal.of("place", "the file is neither a .tar.gz nor a .zip; pack the folder again as one");
            }
            tree.finish();
        } catch (IOException e) {
            throw Refusal.failed("unpacking the archive", e);
        } catch (IllegalArgumentException e) { // how the library says that a header makes no sense
            throw Refusal.failed("unpacking the archive", new IOException("a damaged archive", e));
        }
    }

    private static byte[] head(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return in.readNBytes(2);
        }
    }

    private static void tar(Path archive, SafeTree tree, Limits limits, Patience patience) throws IOException {
        long most = limits.treeBytes() + (long) limits.entries() * MOST_BESIDE;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                InputStream plain = new Metered(new GZIPInputStream(file), most, patience);
                TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                put(entry, tar, tree);
            }
        }
    }

    private static void put(TarArchiveEntry entry, InputStream content, SafeTree tree) throws IOException {
        String name = entry.getName();
        if (entry.isSymbolicLink()) {
            tree.link(name, entry.getLinkName());
        } else if (entry.isLink()) {
            tree.copy(name, entry.getLinkName());
        } else if (entry.isDirectory()) {
            tree.folder(name);
        } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO() || !entry.isFile()) {
            throw Refusal.unsafe(name, "is neither a file nor a folder nor a link");
        } else {
            tree.file(name, content, (entry.getMode() & EXECUTABLE) != 0);
        }
    }

    private static void zip(Path archive, SafeTree tree) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (Enumeration<ZipArchiveEntry> all = zip.getEntriesInPhysicalOrder(); all.hasMoreElements(); ) {
                put(all.nextElement(), zip, tree);
            }
        }
    }

    private static void put(ZipArchiveEntry entry, ZipFile zip, SafeTree tree) throws IOException {
        String name = entry.getName();
        int format = entry.getUnixMode() & FORMAT;
        if (!zip.canReadEntryData(entry)) {
            throw Refusal.unsafe(name, "is encrypted or packed in a way that is not known");
        }
        try (InputStream content = zip.getInputStream(entry)) {
            if (entry.isUnixSymlink()) {
                tree.link(name, new String(content.readNBytes(MOST_OF_A_LINK), StandardCharsets.UTF_8));
            } else if (entry.isDirectory() || format == FOLDER) {
                tree.folder(name);
            } else if (format != 0 && format != PLAIN) {
                throw Refusal.unsafe(name, "is neither a file nor a folder nor a link");
            } else {
                tree.file(name, content, (entry.getUnixMode() & EXECUTABLE) != 0);
            }
        }
    }
}
