// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong number would decide about a gap, so what is not told plainly is not known. */
class MemoryTest {
    private static final long PID = 4711;

    @TempDir
    Path proc;

    private Memory memory;

    @BeforeEach
    void make() {
        memory = new Memory(proc, proc.resolve("no groups"));
    }

    private void machine(byte[] meminfo) throws IOException {
        Files.write(proc.resolve("meminfo"), meminfo);
    }

    private void process(byte[] status) throws IOException {
        Files.write(Files.createDirectories(proc.resolve(Long.toString(PID))).resolve("status"), status);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void what_is_told_in_kilobytes_is_known_in_bytes() throws IOException {
        machine(bytes("""
                MemTotal:       32594828 kB
                MemFree:         1081508 kB
                MemAvailable:   12345678 kB
                SwapFree:        2097148 kB
                """));
        process(bytes("""
                Name:\tllama-server
                VmPeak:\t 9000000 kB
                VmHWM:\t  800000 kB
                VmRSS:\t  700001 kB
                RssAnon:\t  500000 kB
                """));
        assertEquals(OptionalLong.of(12_345_678L * 1024), memory.available(), "not what is free, nor all there is");
        assertEquals(OptionalLong.of(700_001L * 1024), memory.of(PID), "not its peak, nor its own pages alone");
        assertEquals(OptionalLong.empty(), memory.of(PID + 1), "a process that has gone");
    }

    @Test
    void on_a_machine_that_is_no_linux_nothing_is_known() {
        Memory elsewhere = new Memory(proc.resolve("absent"), proc.resolve("no groups"));
        assertEquals(OptionalLong.empty(), elsewhere.available());
        assertEquals(OptionalLong.empty(), elsewhere.of(PID));
    }

    @Test
    void what_is_not_among_the_lines_is_not_known() throws IOException {
        machine(bytes("MemTotal: 32594828 kB\nMemFree: 1081508 kB\n"));
        process(bytes("Name:\tVmRSS: 7 kB\nState:\tZ (zombie)\nThreads:\t1\n"));
        assertEquals(OptionalLong.empty(), memory.available());
        assertEquals(OptionalLong.empty(), memory.of(PID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                " lots of kB",
                " kB",
                " -8 kB",
                " 12.5 kB",
                " 12 34 kB",
                " 12 MB",
                " 12",
                " 9223372036854775807 kB",
                " 99999999999999999999999 kB"
            })
    void what_is_no_number_of_kilobytes_is_not_known(String told) throws IOException {
        machine(bytes("MemAvailable:" + told));
        process(bytes("VmRSS:" + told));
        assertEquals(OptionalLong.empty(), memory.available());
        assertEquals(OptionalLong.empty(), memory.of(PID));
    }

    @Test
    void what_is_no_text_is_not_known() throws IOException {
        byte[] garbage = {'M', (byte) 0xff, (byte) 0xfe, 0, '\n'};
        machine(garbage);
        process(garbage);
        assertEquals(OptionalLong.empty(), memory.available());
        assertEquals(OptionalLong.empty(), memory.of(PID));
    }
}
