// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What can be seen of a process from outside: whether it works, and whether it loads. */
final class ProcessSigns {
    private static final long PAGES_PER_STEP = 256; // 1 MiB of pages of 4 KiB

    private final long pid;
    private final AtomicLong lines = new AtomicLong();
    private long mostResident; // by one look at a time
    private Duration computed; // when it was silent last; null: it was not

    /** @param pid of a process of this machine, or 0 for one of another: then only its lines are seen */
    ProcessSigns(long pid) {
        this.pid = pid;
    }

    /** It wrote a line. */
    void wrote() {
        lines.incrementAndGet();
    }

    /** Grows while it loads: lines it wrote, and memory that holds more of the model than ever before. */
    long progress() {
        mostResident = Math.max(mostResident, resident());
        return lines.get() + mostResident;
    }

    private long resident() {
        if (pid <= 1) {
            return 0;
        }
        try {
            String[] pages = Files.readString(Path.of("/proc", Long.toString(pid), "statm"))
                    .split(" ", 3);
            return Long.parseLong(pages[1]) / PAGES_PER_STEP;
        } catch (IOException | RuntimeException e) {
            return 0; // another system than Linux, or it is gone
        }
    }

    /** Whether the process is over, as far as it can be seen from here. */
    boolean gone() {
        return pid > 0 && !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** It answered. */
    void answered() {
        computed = null;
    }

    /**
     * It was silent. Whether it did nothing since it was silent before: a process that computes is busy, one that does not
     * is stuck or was stopped.
     */
    boolean stuck() {
        Duration before = computed;
        computed = computedUntilNow();
        return before != null && before.equals(computed) && !computed.isZero();
    }

    private Duration computedUntilNow() {
        if (pid == 0) {
            return Duration.ZERO;
        }
        return ProcessHandle.of(pid)
                .map(root -> Stream.concat(Stream.of(root), root.descendants())
                        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                        .reduce(Duration.ZERO, Duration::plus))
                .orElse(Duration.ZERO);
    }
}
