// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process runs. Pure. */
final class Liveness {
    private Liveness() {}

    /** One that ended stays in the table until its parent collects it, which in a container may be never: it runs no more. */
    static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return process.isAlive(); // another system than Linux, or it went this moment
        }
    }
}
