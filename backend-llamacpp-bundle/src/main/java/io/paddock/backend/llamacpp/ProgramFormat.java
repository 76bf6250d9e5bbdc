// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a file is a program for this machine. On Linux the JDK hands what the system will not run to a shell, whose
 * complaints say nothing.
 */
final class ProgramFormat {
    private static final int MACHINE = 18;
    private static final Map<String, Integer> MACHINES = Map.of("amd64", 0x3e, "x86_64", 0x3e, "aarch64", 0xb7);

    private ProgramFormat() {}

    /** Whether the system would run it, as far as its first bytes tell. */
    static boolean fits(Path program) throws IOException {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return true; // there the system says so itself
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(program)) {
            head = in.readNBytes(MACHINE + 2);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("#!")) {
            return true;
        }
        Integer machine = MACHINES.get(System.getProperty("os.arch", ""));
        boolean whole = text.startsWith("\u007fELF") && head.length == MACHINE + 2;
        return whole && (machine == null || (head[MACHINE] & 0xff) == machine);
    }
}
