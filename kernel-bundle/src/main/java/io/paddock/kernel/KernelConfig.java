// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.kernel.instance.Limits;
import io.paddock.kernel.instance.Parking;
import io.paddock.kernel.instance.RestartPolicy;
import io.paddock.kernel.instance.Vigilance;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's configuration, checked.
 *
 * @param limits how much is taken on
 * @param workerThreads most calls into one backend at once
 * @param journalEvents most events about backends and instances that are remembered, and most about leases
 * @param durable whether leases and wanted instances survive a restart
 */
record KernelConfig(Limits limits, int workerThreads, int journalEvents, boolean durable) {
    private static final Logger LOG = LoggerFactory.getLogger(KernelConfig.class);
    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    static final KernelConfig DEFAULT = new KernelConfig(
            new Limits(32, 4, 10_000, Duration.ofSeconds(30)).withParking(Parking.DEFAULT), 8, 4096, true);

    /** Reads every value now: a bad one is a line in the log and its default, not a failure later. */
    static KernelConfig of(KernelSettings settings) {
        Limits standard = DEFAULT.limits();
        return new KernelConfig(
                new Limits(
                        (int) read("max_instances", settings::max__instances, 1, 10_000, standard.instances()),
                        (int) read("max_starts", settings::max__starts, 1, 1000, standard.starts()),
                        (int) read(
                                "max_leases_per_owner",
                                settings::max__leases__per__owner,
                                1,
                                10_000_000,
                                standard.leasesPerOwner()),
                        Duration.ofMillis(read(
                                "drain_deadline_ms",
                                settings::drain__deadline__ms,
                                0,
                                DAY_MS,
                                standard.drain().toMillis())),
                        restarts(settings),
                        vigilance(settings),
                        parking(settings)),
                (int) read("worker_threads", settings::worker__threads, 1, 256, DEFAULT.workerThreads()),
                (int) read("journal_events", settings::journal__events, 16, 1_000_000, DEFAULT.journalEvents()),
                durable(settings.durable__leases()));
    }

    /** A word that is neither must not switch anything off. */
    private static boolean durable(String written) {
        String word = written.strip();
        if (!word.equals("true") && !word.equals("false")) {
            LOG.error("io.paddock.kernel: durable_leases = {} is neither true nor false; true is used", word);
        }
        return !word.equals("false");
    }

    private static RestartPolicy restarts(KernelSettings settings) {
        RestartPolicy standard = RestartPolicy.DEFAULT;
        Duration base = ms("restart_base_ms", settings::restart__base__ms, standard.base());
        Duration longest = ms("restart_longest_ms", settings::restart__longest__ms, standard.longest());
        return new RestartPolicy(
                base,
                longest.compareTo(base) < 0 ? base : longest,
                (int) read("crash_limit", settings::crash__limit, 1, 100, standard.crashes()),
                ms("crash_window_ms", settings::crash__window__ms, standard.window()),
                ms("crash_pause_ms", settings::crash__pause__ms, standard.pause()));
    }

    private static Vigilance vigilance(KernelSettings settings) {
        Vigilance standard = Vigilance.DEFAULT;
        return new Vigilance(
                (int) read("health_failures", settings::health__failures, 1, 1000, standard.failuresOfAnOutage()),
                ms("outage_limit_ms", settings::outage__limit__ms, standard.longestOutage()),
                ms("start_limit_ms", settings::start__limit__ms, standard.longestStart()));
    }

    private static Parking parking(KernelSettings settings) {
        Parking standard = Parking.DEFAULT;
        long window = standard.window().toMillis();
        return new Parking(
                Duration.ofMillis(read("replacement_ms", settings::replacement__ms, 0, MINUTE_MS, window)),
                (int) read("parked_requests", settings::parked__requests, 0, 1_000_000, standard.requests()));
    }

    private static Duration ms(String name, LongSupplier value, Duration standard) {
        return Duration.ofMillis(read(name, value, 1, DAY_MS, standard.toMillis()));
    }

    private static long read(String name, LongSupplier value, long least, long most, long standard) {
        try {
            long read = value.getAsLong();
            if (read >= least && read <= most) {
                return read;
            }
            LOG.error("io.paddock.kernel: {} = {} is not from {} to {}; {} is used", name, read, least, most, standard);
        } catch (RuntimeException e) { // values are converted only now, and a word is no number
            LOG.error("io.paddock.kernel: {} is not an integer; {} is used: {}", name, standard, e.getMessage());
        }
        return standard;
    }
}
