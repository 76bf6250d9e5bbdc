// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file for each child that runs, so that a later run of this runtime finds what a sudden end left behind.
 * Written on the forking thread; removed on any.
 */
final class ChildRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ChildRecords.class);
    private static final String SUFFIX = ".child";

    private final Path folder;
    private boolean told;

    /** @param folder made when the first child starts; null: nothing is written down */
    ChildRecords(Path folder) {
        this.folder = folder;
    }

    /** Writes it down, over what was written before. A disk that does not take it is told once, and stops no start. */
    void write(ChildRecord record) {
        if (folder == null) {
            return;
        }
        try {
            prepare();
            Path fresh = folder.resolve(record.mark() + ".new");
            Files.writeString(fresh, record.text());
            Files.move(fresh, file(record.mark()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!told) {
                told = true;
                LOG.warn(
                        "children are not written down: should the runtime be killed, the next start cannot find"
                                + " what it left behind: {}",
                        e.toString());
            }
        }
    }

    private void prepare() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Nothing of it runs any more. */
    void remove(Mark mark) {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(file(mark));
        } catch (IOException e) {
            LOG.debug("the record of a child that is gone stays until the next start", e);
        }
    }

    /** All that is written down, of whatever run. */
    List<ChildRecord> read() {
        List<ChildRecord> found = new ArrayList<>();
        if (folder == null || !Files.isDirectory(folder)) {
            return found;
        }
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Mark mark = Mark.parse(name.substring(0, name.length() - SUFFIX.length()));
                if (mark != null) {
                    found.add(ChildRecord.parse(mark, Files.readString(file)));
                }
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            LOG.warn("not all that was written down about children of an earlier run can be read: {}", e.toString());
        }
        return found;
    }

    private Path file(Mark mark) {
        return folder.resolve(mark + SUFFIX);
    }
}
