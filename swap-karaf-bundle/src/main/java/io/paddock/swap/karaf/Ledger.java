// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with what swaps keep: copies of bundles, features files, and one file for each change under way. Each file
 * is whole or not there.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final String CHANGE = ".change";

    private final Path folder;

    Ledger(Path folder) {
        this.folder = folder;
    }

    /** Writes a change down before anything is done about it. */
    void write(Change change) {
        put(file(change.backend()), change.text().getBytes(UTF_8));
    }

    /** The change is over. */
    void strike(Change change) {
        delete(file(change.backend()));
    }

    private Path file(String backend) {
        return folder.resolve(backend + CHANGE);
    }

    /** Changes that were under way when the runtime ended. One that cannot be read is left alone. */
    List<Change> open() {
        List<Change> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(CHANGE)).toList()) {
                read(file).ifPresent(all::add);
            }
        } catch (IOException e) {
            LOG.error("the changes under way cannot be read", e);
        }
        return all;
    }

    private static Optional<Change> read(Path file) {
        try {
            return Optional.of(Change.of(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) { // not text, or not ours
            LOG.error("the change under way in {} cannot be read", file, e);
            return Optional.empty();
        }
    }

    /** What a file shall hold. */
    @FunctionalInterface
    interface Content {
        /** Writes it; the file is there and empty. */
        void writeTo(Path file) throws IOException;
    }

    /** Keeps a bundle, so that a restart finds it wherever it came from. */
    URI keepBundle(BundleHead head, Content content) throws IOException {
        Files.createDirectories(folder);
        Path to = folder.resolve(head.name() + "-" + head.version() + ".jar");
        Path part = Files.createTempFile(folder, "part", ".jar");
        try {
            content.writeTo(part);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return to.toUri();
    }

    /** Keeps a features file. */
    URI keepFeature(FeatureText feature) {
        Path to = folder.resolve(feature.name() + "-" + feature.version() + "-features.xml");
        put(to, feature.xml().getBytes(UTF_8));
        return to.toUri();
    }

    /** Whether that features file, or bundle, is kept here. */
    boolean keeps(String uri) {
        try {
            return uri != null
                    && uri.startsWith("file:")
                    && Path.of(URI.create(uri)).startsWith(folder);
        } catch (IllegalArgumentException e) { // written by hand: none of ours
            return false;
        }
    }

    /** Drops a file that is kept here; another one is left alone. */
    void drop(String uri) {
        if (keeps(uri)) {
            delete(Path.of(URI.create(uri)));
        }
    }

    private void put(Path to, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "part", "");
            try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    int unused = file.write(left);
                }
                file.force(true);
            }
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write below the runtime's data", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", file, e);
        }
    }
}
