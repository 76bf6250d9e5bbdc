// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the command line asks for.
 *
 * @param parts the parts to run, in order
 * @param pairs interleaved pairs of the gateway part, at least 1
 * @param runs rounds of the other parts; empty: each part's own default
 * @param streams streams of the gateway's load, at least 1
 * @param archive the distribution
 */
record BenchOptions(List<String> parts, int pairs, OptionalInt runs, int streams, Path archive) {
    static final List<String> PARTS =
            List.of("start", "ensure", "worker", "server", "frozen", "kernel", "gateway", "swap");

    /** Each takes half an hour or more, so they have to be asked for. */
    private static final List<String> SOAKS = List.of("soak", "soak-clock");

    static final String USAGE = """
            usage: bench/run <start|ensure|worker|server|frozen|kernel|gateway|swap|soak|soak-clock|all> [options]
              --pairs N      interleaved pairs of the gateway part (20)
              --runs N       rounds of the other parts (start 5, ensure 10, worker 5,
                             server 20 pairs, 40 starts, frozen 8 starts, swap 20,
                             soaks 1000 swaps)
              --streams N    streams of the gateway's load (64); of the soaks at most 32
              --archive FILE the distribution (karaf-distro/target/paddock-*.tar.gz)
            """;

    BenchOptions {
        parts = List.copyOf(parts);
    }

    /** Reads the command line. @throws IllegalArgumentException naming what is wrong */
    static BenchOptions parse(String[] args, String defaultArchive) {
        if (args.length == 0) {
            throw new IllegalArgumentException("which part?");
        }
        if (!args[0].equals("all") && !SOAKS.contains(args[0]) && !PARTS.contains(args[0])) {
            throw new IllegalArgumentException("unknown part " + args[0]);
        }
        int pairs = 20;
        OptionalInt runs = OptionalInt.empty();
        int streams = 64;
        String archive = defaultArchive;
        for (int i = 1; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--pairs" -> pairs = count(args[i], value);
                case "--runs" -> runs = OptionalInt.of(count(args[i], value));
                case "--streams" -> streams = count(args[i], value);
                case "--archive" -> archive = value;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        List<String> parts = args[0].equals("all") ? PARTS : List.of(args[0]);
        return new BenchOptions(parts, pairs, runs, streams, archive(archive));
    }

    private static int count(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(option + " needs a number from 1 on");
        }
        return Integer.parseInt(value);
    }

    private static Path archive(String name) {
        if (name == null || name.isEmpty() || !Files.isRegularFile(Path.of(name))) {
            throw new IllegalArgumentException(
                    "no distribution: build it with 'mvn verify', or name one with --archive");
        }
        return Path.of(name);
    }
}
