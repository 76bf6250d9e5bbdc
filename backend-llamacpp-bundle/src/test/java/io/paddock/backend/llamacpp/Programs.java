// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that play a llama-server when asked what they are; for tests on systems with {@code /bin/sh}. */
final class Programs {
    private Programs() {}

    /** One that answers like the newer of {@link Builds}. */
    static Path answering(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path help = Files.writeString(file.resolveSibling(file.getFileName() + ".help"), Builds.NEW_HELP);
        return script(
                file,
                "case \"$1\" in --version) echo 'version: 0.7.0 (build 11669)' >&2;; --help) cat '" + help
                        + "';; esac");
    }

    static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
