// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Where the state lies. Only its owner may look inside, for wishes may hold what a caller keeps secret.
 *
 * @param folder made when it is not there
 */
record StateFolder(Path folder) {
    static final String FILE = "state.mv";
    private static final String COMMIT = "state.commit";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    StateFolder {
        folder = folder.toAbsolutePath().normalize();
    }

    Path file() {
        return folder.resolve(FILE);
    }

    Path commitFile() {
        return folder.resolve(COMMIT);
    }

    /** Sees to it that both files are there and can be written, by their owner alone. */
    void prepare() throws UnusableState {
        try {
            Files.createDirectories(folder, only("rwx------"));
            if (isPosix()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            create(file());
            create(commitFile());
        } catch (IOException | UnsupportedOperationException e) {
            throw new UnusableState("its folder cannot be made or written", e);
        }
    }

    private void create(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, only("rw-------"));
        }
        if (isPosix()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .close();
    }

    private FileAttribute<?>[] only(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Renames what cannot be used, so that it can be looked at; answers the new name of the state file. */
    String setAside(Instant now) throws UnusableState {
        String suffix = ".damaged-" + STAMP.format(now);
        try {
            Path aside = folder.resolve(FILE + suffix);
            Files.move(file(), aside);
            Files.deleteIfExists(folder.resolve(COMMIT + suffix));
            Files.move(commitFile(), folder.resolve(COMMIT + suffix));
            return aside.getFileName().toString();
        } catch (IOException e) {
            throw new UnusableState("it is damaged and cannot be renamed", e);
        }
    }
}
