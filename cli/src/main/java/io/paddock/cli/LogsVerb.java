// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code logs}: the end of the log, and with {@code -f} what comes after it. */
final class LogsVerb implements Verb {
    private static final int LINES = 50;
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final Install install;
    private final Terminal terminal;

    LogsVerb(Install install, Terminal terminal) {
        this.install = install;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws CliFailure, IOException, InterruptedException {
        boolean follow = args.equals(List.of("-f"));
        if (!follow && !args.isEmpty()) {
            throw CliFailure.usage("logs knows only -f");
        }
        Path log = install.log();
        if (!Files.exists(log)) {
            throw new CliFailure("there is no log yet: " + log);
        }
        long end = Files.size(log);
        LogTail.of(log, LINES).forEach(terminal.out()::println);
        if (follow) {
            follow(log, end);
        }
        return 0;
    }

    /** Until the reader has gone. A file that became shorter was begun anew. */
    private void follow(Path log, long from) throws IOException, InterruptedException {
        long seen = from;
        while (!terminal.out().checkError()) {
            long size = Files.exists(log) ? Files.size(log) : 0;
            if (size < seen) {
                seen = 0;
            }
            if (size > seen) {
                seen += copy(log, seen);
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    private long copy(Path log, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(log)) {
            InputStream rest = Channels.newInputStream(channel.position(from));
            return rest.transferTo(terminal.out());
        }
    }
}
