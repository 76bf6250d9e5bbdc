// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program of {@link ListGuard}: this class alone and the JDK. Reads lines {@code + PID STARTMILLIS}, {@code - PID} and
 * {@code over}; at the end of its input kills the processes named and all below them. A number whose start time is
 * another one is left alone.
 */
final class ListGuardMain {
    /** After a sudden end more than once: something may be starting that moment. */
    private static final int LOOKS = 3;

    private static final long PAUSE_MS = 300;

    private ListGuardMain() {}

    /** Takes the folder this class was copied to, which it removes. */
    public static void main(String[] args) throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        // a signal to the whole terminal group must not end the guard before its work
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(done)));
        try {
            removeCopy(Path.of(args[0]));
            guard(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
        } finally {
            done.countDown();
        }
    }

    private static void guard(BufferedReader lines) throws IOException {
        Map<Long, ProcessHandle> named = new HashMap<>();
        int looks = LOOKS;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "+" -> name(named, Long.parseLong(words[1]), Long.parseLong(words[2]));
                case "-" -> named.remove(Long.parseLong(words[1]));
                default -> looks = 1;
            }
        }
        Set<ProcessHandle> seen = new LinkedHashSet<>(named.values());
        for (int look = 0; look < looks; look++) {
            if (look > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
            }
            kill(seen);
        }
    }

    private static void name(Map<Long, ProcessHandle> named, long pid, long start) {
        named.remove(pid);
        ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(instant -> instant.toEpochMilli() == start)
                        .isPresent())
                .ifPresent(process -> named.put(pid, process));
    }

    /** What is below is taken first, for it has another parent afterwards. A handle never kills a number's next owner. */
    private static void kill(Collection<ProcessHandle> seen) {
        for (ProcessHandle process : List.copyOf(seen)) {
            if (process.isAlive()) {
                try (var below = process.descendants()) {
                    below.forEach(seen::add);
                }
            }
        }
        new ArrayList<>(seen).forEach(ProcessHandle::destroyForcibly);
    }

    private static void removeCopy(Path folder) throws IOException {
        Path file = folder.resolve(ListGuardMain.class.getName().replace('.', '/') + ".class");
        for (Path one = file; one.startsWith(folder); one = one.getParent()) {
            Files.deleteIfExists(one);
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
