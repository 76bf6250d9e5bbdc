// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The archive that the build made, unpacked as a user unpacks it. */
public final class Distribution {
    private static final Path ARCHIVE = Path.of(Objects.requireNonNull(
                    System.getProperty("paddock.archive"), "system property paddock.archive is not set"))
            .normalize();

    private Distribution() {}

    /** The archive itself. */
    public static Path archive() {
        return ARCHIVE;
    }

    /** Unpacks the archive into a fresh folder under {@code target/runtimes} and returns the folder inside it. */
    public static Path unpack(String name) throws IOException, InterruptedException {
        Path parent = Files.createDirectories(Path.of("target", "runtimes"));
        return unpackInto(Files.createTempDirectory(parent.toAbsolutePath(), name + "-"));
    }

    /** Unpacks the archive into {@code folder} and returns the folder inside it. */
    public static Path unpackInto(Path folder) throws IOException, InterruptedException {
        Finished tar = Shell.run(folder, List.of("tar", "-xzf", ARCHIVE.toString()));
        if (tar.exit() != 0) {
            throw new IOException("tar failed: " + tar.output());
        }
        try (var entries = Files.list(folder)) {
            return entries.findFirst().orElseThrow();
        }
    }
}
