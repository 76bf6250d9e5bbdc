// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.process.Surface;
import io.paddock.kernel.work.Time;
import io.paddock.kernel.work.Workers;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What instances live in.
 *
 * @param time clock and alarms
 * @param mailboxes threads that decide; nothing on them ever blocks
 * @param messengers threads that deliver answers to callers
 * @param workers threads that run foreign code
 * @param surface starts processes
 * @param leases all live leases
 * @param keeping what survives a restart
 * @param journal memory of what happens
 * @param limits how much is taken on, as configured now
 */
public record Surroundings(
        Time time,
        Executor mailboxes,
        Executor messengers,
        Workers workers,
        Surface surface,
        LeaseTable leases,
        Keeping keeping,
        Journal journal,
        Supplier<Limits> limits) {}
