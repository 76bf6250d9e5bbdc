// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.kernel;

import io.paddock.bench.measure.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** What the kernel's calls cost at 1 and 8 threads and with few and many leases, and what a lease weighs. */
public final class KernelPart {
    private static final int[] THREADS = {1, 8};
    private static final List<String> LIVE = List.of("10", "1000", "100000");
    private static final String CONTROL = "mapControl";
    private static final List<String> CALLS =
            List.of("ensureAndRelease", "ensure", "renew", CONTROL, "release", "compatibility");
    private static final List<String> STORED_CALLS = List.of("ensureAndRelease", "renew");
    private static final double WANTED_MICROS = 20;
    private static final double WANTED_MICROS_STORED = 1000;
    private static final double FLAT = 2;
    private static final int WEIGHED = 100_000;

    private KernelPart() {}

    /** Runs JMH in JVMs of its own, then weighs leases in this one. */
    public static List<Table> measure() throws IOException {
        List<Table> tables = new ArrayList<>();
        for (int threads : THREADS) {
            tables.add(calls(threads));
        }
        for (int threads : THREADS) {
            tables.add(storedCalls(threads));
        }
        tables.add(weight());
        return tables;
    }

    private static Table calls(int threads) throws IOException {
        Collection<RunResult> results = run(KernelCalls.class, threads);
        Table table = table("The kernel's calls", threads);
        for (String call : CALLS) {
            List<Statistics> byLive = byLive(results, call);
            boolean limited = call.equals("ensureAndRelease") && threads == 1;
            if (call.equals(CONTROL)) {
                row(table, call, byLive, "to compare with renew");
                continue;
            }
            row(table, call, byLive, (limited ? under(WANTED_MICROS, byLive) + "; " : "") + flat(growth(byLive)));
        }
        return table;
    }

    private static Table storedCalls(int threads) throws IOException {
        Collection<RunResult> results = run(StoredCalls.class, threads);
        Table table = table("Calls about leases that survive a restart, with the store on", threads);
        for (String call : STORED_CALLS) {
            List<Statistics> byLive = byLive(results, call);
            row(table, call, byLive, under(WANTED_MICROS_STORED, byLive) + "; " + flat(growth(byLive)));
        }
        return table;
    }

    private static Table table(String title, int threads) {
        return new Table(
                title + ", " + threads + (threads == 1 ? " thread" : " threads")
                        + " (microseconds: p50, and p99 behind it)",
                "call",
                "10 leases",
                "1,000 leases",
                "100,000 leases",
                "p50 at 100,000 / at 10",
                "wanted");
    }

    private static List<Statistics> byLive(Collection<RunResult> results, String call) {
        return LIVE.stream()
                .map(live -> find(results, call, live).getPrimaryResult().getStatistics())
                .toList();
    }

    private static void row(Table table, String call, List<Statistics> byLive, String wanted) {
        Table unused = table.row(
                call,
                cell(byLive.get(0)),
                cell(byLive.get(1)),
                cell(byLive.get(2)),
                String.format(Locale.ROOT, "%.2f", growth(byLive)),
                wanted);
    }

    private static double growth(List<Statistics> byLive) {
        return micros(byLive.get(2), 50) / micros(byLive.get(0), 50);
    }

    private static String under(double micros, List<Statistics> byLive) {
        double worst = byLive.stream()
                .map(each -> micros(each, 50))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return String.format(Locale.ROOT, "p50 under %.0f us: %s", micros, worst < micros ? "met" : "missed");
    }

    private static String flat(double growth) {
        return "flat within 2: " + (growth <= FLAT ? "met" : "missed");
    }

    private static Collection<RunResult> run(Class<?> calls, int threads) throws IOException {
        Path log = Files.createTempFile("paddock-jmh-", ".log");
        try {
            return new Runner(new OptionsBuilder()
                            .include("\\." + calls.getSimpleName() + "\\.")
                            .threads(threads)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .output(log.toString())
                            .jvmArgs(
                                    "-XX:+UseSerialGC",
                                    "-Xms512m",
                                    "-Xmx512m",
                                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IOException("the kernel's calls could not be measured: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static RunResult find(Collection<RunResult> results, String call, String live) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + call)
                        && result.getParams().getParam("live").equals(live))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no result for " + call + " with " + live));
    }

    private static String cell(Statistics samples) {
        return String.format(Locale.ROOT, "%.1f, %.1f", micros(samples, 50), micros(samples, 99));
    }

    private static double micros(Statistics samples, double percentile) {
        return samples.getPercentile(percentile) / 1000;
    }

    private static Table weight() {
        try (LeasedKernel kernel = new LeasedKernel(0)) {
            long before = usedAfterCollection();
            kernel.hold(WEIGHED);
            long each = (usedAfterCollection() - before) / WEIGHED;
            return new Table("Heap of a live lease, of " + WEIGHED + " on one instance", "bytes each", "wanted")
                    .row(Long.toString(each), "under 1024: " + (each < 1024 ? "met" : "missed"));
        }
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime heap = Runtime.getRuntime();
        return heap.totalMemory() - heap.freeMemory();
    }
}
