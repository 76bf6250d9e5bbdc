// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Archives of every kind, also of those that nobody should unpack; for tests. */
public final class Packed {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    public Packed() throws IOException {
        tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    public Packed file(String name, String text, int mode) throws IOException {
        return put(name, text.getBytes(StandardCharsets.UTF_8), mode);
    }

    private Packed put(String name, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(0100000 | mode);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    public Packed folder(String name) throws IOException {
        return entry(name, TarConstants.LF_DIR, "");
    }

    public Packed link(String name, String target) throws IOException {
        return entry(name, TarConstants.LF_SYMLINK, target);
    }

    public Packed hardLink(String name, String target) throws IOException {
        return entry(name, TarConstants.LF_LINK, target);
    }

    /** A folder with all its files and links. */
    public Packed tree(String name, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted().toList()) {
                String inside = name + "/" + folder.relativize(path).toString().replace('\\', '/');
                if (Files.isSymbolicLink(path)) {
                    link(inside, Files.readSymbolicLink(path).toString());
                } else if (Files.isRegularFile(path)) {
                    put(inside, Files.readAllBytes(path), Files.isExecutable(path) ? 0755 : 0644);
                }
            }
        }
        return this;
    }

    Packed entry(String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    public Path to(Path file) throws IOException {
        tar.close();
        return Files.write(file, bytes.toByteArray());
    }

    /** A zip with the modes of a Unix, or without any as Windows packs it. */
    static Path zip(Path file, boolean modes, String... namesAndTexts) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                ZipArchiveEntry entry = new ZipArchiveEntry(namesAndTexts[i]);
                boolean link = namesAndTexts[i + 1].startsWith("->");
                if (modes || link) {
                    entry.setUnixMode(link ? 0120777 : 0100755);
                }
                zip.putArchiveEntry(entry);
                write(zip, link ? namesAndTexts[i + 1].substring(2) : namesAndTexts[i + 1]);
                zip.closeArchiveEntry();
            }
        }
        return file;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
