// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What the figures were taken on. */
final class Machine {
    private Machine() {}

    static Table facts(Path archive) {
        return new Table("Machine", "what", "value")
                .row("date", LocalDate.now(ZoneOffset.UTC).toString())
                .row("distribution", archive.getFileName().toString())
                .row(
                        "processor",
                        Runtime.getRuntime().availableProcessors() + " cores, " + first("/proc/cpuinfo", "model name"))
                .row("memory", first("/proc/meminfo", "MemTotal"))
                .row(
                        "system",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                                + System.getProperty("os.arch"))
                .row("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
                .row(
                        "load average before",
                        String.format(
                                Locale.ROOT,
                                "%.2f",
                                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    /** The value of the first line {@code key : value} in a file of the system. */
    private static String first(String file, String key) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(key)) {
                    return line.substring(line.indexOf(':') + 1).trim();
                }
            }
        } catch (IOException e) {
            return "unknown";
        }
        return "unknown";
    }
}
