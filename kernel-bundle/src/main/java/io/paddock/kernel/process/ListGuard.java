// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link ListGuardMain} in a small JVM, for systems that show no marks, and tells it of each start and end. What lost its
 * parent before the runtime ended is not found. Thread-safe.
 */
final class ListGuard implements Guard {
    private static final Logger LOG = LoggerFactory.getLogger(ListGuard.class);
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> SMALL =
            List.of("-Xms4m", "-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Map<Long, Long> named = new LinkedHashMap<>(); // start times in ms, by process number
    private Process process;

    @Override
    public synchronized void stand() {
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            process = start();
            for (Map.Entry<Long, Long> one : named.entrySet()) { // one that was killed had been told
                say("+ " + one.getKey() + " " + one.getValue());
            }
            LOG.debug("process {} sees to it that no child outlives this runtime", process.pid());
        } catch (IOException e) {
            LOG.info("no guard can be started: a killed runtime may leave processes behind until its next start", e);
        }
    }

    /** A bundle has no class path to hand on, so the one class is copied; the guard removes it when it runs. */
    private static Process start() throws IOException {
        Path folder = Files.createTempDirectory("paddock-guard");
        Path file = folder.resolve(ListGuardMain.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream bytes = ListGuardMain.class.getResourceAsStream("ListGuardMain.class")) {
            if (bytes == null) {
                throw new FileNotFoundException("the bundle lacks " + file.getFileName());
            }
            Files.copy(bytes, file);
        }
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(SMALL);
        command.addAll(List.of("-cp", folder.toString(), ListGuardMain.class.getName(), folder.toString()));
        return new ProcessBuilder(command)
                .directory(new File(File.separator))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public synchronized void started(ProcessHandle child) {
        child.info().startInstant().ifPresent(start -> {
            named.put(child.pid(), start.toEpochMilli());
            tell("+ " + child.pid() + " " + start.toEpochMilli());
        });
    }

    @Override
    public synchronized void ended(long pid) {
        if (named.remove(pid) != null) {
            tell("- " + pid);
        }
    }

    @Override
    public synchronized void leave() {
        if (process == null) {
            return;
        }
        tell("over");
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the guard was gone already", e);
        }
    }

    private void tell(String line) {
        try {
            if (process != null) {
                say(line);
            }
        } catch (IOException e) {
            LOG.debug("the guard is gone; the next start of a child brings another", e);
        }
    }

    private void say(String line) throws IOException {
        OutputStream words = process.getOutputStream();
        words.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        words.flush();
    }
}
