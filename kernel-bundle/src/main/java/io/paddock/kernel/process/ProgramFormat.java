// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a program for another processor by its first bytes. What the system will not run, helpers hand to a shell, whose
 * complaints say nothing. Only says no where it is sure.
 */
final class ProgramFormat {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramFormat.class);
    private static final int HEAD = 20;
    private static final int ELF = 0x7F454C46;
    private static final int BYTE_ORDER = 5;
    private static final int MACHINE = 18;
    private static final Map<String, Integer> MACHINES = Map.of("amd64", 0x3E, "x86_64", 0x3E, "aarch64", 0xB7);

    private ProgramFormat() {}

    /** Whether {@code program} is an ELF file for another processor than this machine's. */
    static boolean isForeign(Path program) {
        Integer ours = MACHINES.get(System.getProperty("os.arch", ""));
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        if (ours == null || !linux) {
            return false; // there the system says so itself
        }
        try (InputStream in = Files.newInputStream(program)) {
            ByteBuffer head = ByteBuffer.wrap(in.readNBytes(HEAD));
            if (head.limit() < HEAD || head.getInt(0) != ELF) {
                return false;
            }
            head.order(head.get(BYTE_ORDER) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            return head.getShort(MACHINE) != ours;
        } catch (IOException e) {
            LOG.debug("a program cannot be read, which is no reason not to run it", e);
            return false;
        }
    }
}
