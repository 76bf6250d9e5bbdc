// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The secret that the runtime leaves for its owner in a file nobody else can read. */
final class AdminToken {
    private AdminToken() {}

    static String read(Install install) throws CliFailure {
        Path file = install.adminToken();
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliFailure("cannot read " + file
                    + "; run this as the user who started the runtime, with the same PADDOCK_DATA");
        }
    }
}
