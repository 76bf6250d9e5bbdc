// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import java.util.Locale;
import java.util.Map;

/** Names the machine as the native fragments do, for example {@code linux-x86_64}. */
final class Platform {
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "x64", "x86_64", "aarch64", "aarch64", "arm64", "aarch64");

    private Platform() {}

    /** This machine. */
    static String here() {
        return name(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** The natives of a platform for a device; the processor, which each platform has, is not named. */
    static String set(String platform, String device) {
        return device.isEmpty() || device.equals("cpu") ? platform : platform + "-" + device;
    }

    /** The machine with these values of {@code os.name} and {@code os.arch}. */
    static String name(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT);
        String machine = arch.toLowerCase(Locale.ROOT);
        return system(system) + "-" + ARCHITECTURES.getOrDefault(machine, machine);
    }

    private static String system(String os) {
        if (os.startsWith("mac") || os.startsWith("darwin")) {
            return "mac";
        }
        if (os.startsWith("windows")) {
            return "windows";
        }
        return os.replaceAll("[^a-z0-9]", "");
    }
}
