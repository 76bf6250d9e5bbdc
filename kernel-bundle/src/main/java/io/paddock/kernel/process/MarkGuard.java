// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small process beside the runtime. It waits for the end of its input, which comes however the runtime ends, then kills
 * whatever carries the mark of this run: children of children too, which no parent-death signal reaches. Needs no names. Linux only.
 *
 */
final class MarkGuard implements Guard {
    private static final Logger LOG = LoggerFactory.getLogger(MarkGuard.class);
    private static final Path SHELL = Path.of("/bin/sh");
    /**
     * Looks more than once after a sudden end, for what is being started that moment does not carry its mark yet. A word
     * before the end says that nothing is.
     */
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT
            looks='1 2 3'
            while read -r word; do looks=last; done
            for look in $looks; do
                for file in $(grep -ls "$1" /proc/[0-9]*/environ); do
                    pid=${file#/proc/}
                    kill -KILL "${pid%/environ}"
                done
                [ "$look" = last ] || sleep 0.3
            done
            """;

    private static final byte[] IN_GOOD_ORDER = {'o', 'v', 'e', 'r', '\n'};

    private final String run;
    private volatile Process process;

    MarkGuard(String run) {
        this.run = run;
    }

    /** Whether this system has what it needs. */
    static boolean works() {
        return ProcessTable.showsMarks() && Files.isExecutable(SHELL);
    }

    @Override
    public void stand() {
        Process standing = process;
        if (standing != null && standing.isAlive()) {
            return;
        }
        try {
            process = new ProcessBuilder(SHELL.toString(), "-c", SCRIPT, "paddock-guard", Mark.NAME + "=" + run + "[.]")
                    .directory(new File(File.separator))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            LOG.debug("process {} sees to it that no child outlives this runtime", process.pid());
        } catch (IOException e) {
            LOG.info("no guard can be started: a killed runtime may leave processes behind until its next start", e);
        }
    }

    @Override
    public void started(ProcessHandle child) {} // its mark tells

    @Override
    public void ended(long pid) {} // nothing carries its mark any more

    @Override
    public void leave() {
        Process standing = process;
        if (standing == null) {
            return;
        }
        try (OutputStream words = standing.getOutputStream()) {
            words.write(IN_GOOD_ORDER);
        } catch (IOException e) {
            LOG.debug("the guard was gone already", e);
        }
    }
}
