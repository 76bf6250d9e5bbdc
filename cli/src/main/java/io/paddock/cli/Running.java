// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A runtime that was started.
 *
 * @param pid its process
 * @param startedAt when that process began, as the system tells it
 * @param port its HTTP port
 * @param sshPort its ssh port, 0 when it has none
 */
record Running(long pid, Instant startedAt, int port, int sshPort) {
    /** The system counts from its boot, whose time it corrects now and then by a second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Describes a process that is alive now. */
    static Optional<Running> of(long pid, int port, int sshPort) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(started -> new Running(pid, started, port, sshPort));
    }

    /** The process, unless it has ended or its number was given to another one since. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(Liveness::runs).filter(this::isTheSame);
    }

    private boolean isTheSame(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(seen -> Duration.between(startedAt, seen).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }
}
