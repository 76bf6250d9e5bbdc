// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** {@code version}: ours and Java's. */
final class VersionVerb implements Verb {
    private final Terminal terminal;

    VersionVerb(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws IOException {
        terminal.out().println("paddock " + own() + " (Java " + System.getProperty("java.version") + ")");
        return 0;
    }

    static String own() throws IOException {
        Properties values = new Properties();
        try (InputStream in = VersionVerb.class.getResourceAsStream("version.properties")) {
            values.load(in);
        }
        return values.getProperty("version");
    }
}
