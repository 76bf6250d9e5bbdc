// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.kernel.KernelPart;
import io.paddock.bench.measure.Table;
import io.paddock.bench.subject.StopList;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * The command: measures parts of the built distribution and prints Markdown. Exit code 0 when every request was
 * answered rightly, 1 when one was not or a part could not run, 2 for a wrong command line.
 */
public final class Bench {
    private static final int SHOWN_FAULTS = 10;

    private final BenchOptions options;
    private final PrintStream out;

    private Bench(BenchOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the command. */
    public static void main(String[] args) {
        int exit;
        try {
            exit = new Bench(BenchOptions.parse(args, System.getProperty("paddock.archive")), System.out).run();
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + BenchOptions.USAGE);
            exit = 2;
        }
        System.exit(exit);
    }

    private int run() {
        out.println(Machine.facts(options.archive()).markdown());
        int failed = 0;
        for (String name : options.parts()) {
            // Whatever a part started ends with it, and also when this JVM is told to end.
            try (StopList stops = StopList.forThisProcess()) {
                failed += print(measure(name, stops));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            } catch (Exception e) {
                System.err.println("bench: part " + name + " could not run: "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
                failed++;
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private Report measure(String name, StopList stops) throws Exception {
        progress(name);
        return switch (name) {
            case "start" -> new StartPart(options.archive(), options.runs().orElse(5), stops).measure();
            case "ensure" -> new EnsurePart(options.archive(), options.runs().orElse(10), stops).measure();
            case "worker" -> new WorkerPart(options.archive(), options.runs().orElse(5), stops).measure();
            case "server" -> new ServerPart(options, stops).measure();
            case "frozen" -> new ServerPart(options, stops).measureFrozen();
            case "kernel" -> new Report(KernelPart.measure(), List.of());
            case "swap" -> new SwapPart(options.archive(), options.runs().orElse(20), stops).measure();
            case "soak" -> soak(SoakSubject.demo(), stops);
            case "soak-clock" -> soak(SoakSubject.clock(), stops);
            case "gateway" -> new GatewayPart(options, stops).measure();
            default -> throw new IOException("no part " + name);
        };
    }

    private Report soak(SoakSubject subject, StopList stops) throws Exception {
        int swaps = options.runs().orElse(1000);
        int streams = Math.min(options.streams(), 32);
        return new SoakPart(subject, options.archive(), swaps, streams, stops).measure();
    }

    private int print(Report report) {
        for (Table table : report.tables()) {
            out.println(table.markdown());
        }
        List<String> faults = report.faults();
        if (!faults.isEmpty()) {
            out.println("**Failed requests: " + faults.size() + "; these figures do not count.**");
            faults.stream().limit(SHOWN_FAULTS).forEach(fault -> out.println("- " + fault));
        }
        return faults.size();
    }

    /** Says on the error stream what goes on; the tables stay clean. */
    static void progress(String what) {
        System.err.println("bench: " + what);
    }
}
