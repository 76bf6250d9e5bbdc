// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The sudden death of a process that writes all the time. */
class CrashTest {
    @TempDir
    Path folder;

    @RepeatedTest(8)
    void what_was_acknowledged_survives_kill_9() throws Exception {
        Map<String, Long> acknowledged = new HashMap<>(); // TTL by ref, -1 for dropped
        for (int life = 0; life < 3; life++) {
            liveAndDie(300 + 450 * life, life, acknowledged);
            compare(acknowledged);
        }
    }

    private void liveAndDie(int changes, int life, Map<String, Long> acknowledged) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Restless.class.getName(),
                        folder.toString(),
                        Integer.toString(life))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (int seen = 0; seen < changes; seen++) {
                note(lines.readLine(), acknowledged);
            }
            assertTrue(ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly()); // its output can still be read
            for (String rest = lines.readLine(); rest != null; rest = lines.readLine()) {
                if (rest.endsWith(";")) { // else it was cut off by the death
                    note(rest, acknowledged);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(128 + 9, process.exitValue());
    }

    private static void note(String line, Map<String, Long> acknowledged) {
        assertTrue(line != null && line.endsWith(";"), "the writer ended by itself: " + line);
        int space = line.indexOf(' ');
        acknowledged.put(line.substring(0, space), Long.valueOf(line.substring(space + 1, line.length() - 1)));
    }

    /** One change may have been written and not acknowledged: that of the ref that was changed last. */
    private void compare(Map<String, Long> acknowledged) {
        Kept kept;
        try (DurableStore store = new DurableStore(folder)) {
            kept = store.restore();
        }
        assertNull(kept.warning());
        assertEquals(1, kept.instances().size());
        Map<String, Long> found = kept.leases().stream()
                .map(KeptLease::lease)
                .collect(Collectors.toMap(
                        lease -> lease.leaseRef(), lease -> lease.ttl().toMillis()));
        Map<String, Long> other = new HashMap<>();
        acknowledged.forEach((ref, ttl) -> {
            if (!found.getOrDefault(ref, -1L).equals(ttl)) {
                other.put(ref, ttl);
            }
        });
        found.keySet().stream().filter(ref -> !acknowledged.containsKey(ref)).forEach(ref -> other.put(ref, null));
        assertTrue(other.size() <= 1, "acknowledged and not found so: " + other);
        other.keySet().forEach(ref -> acknowledged.put(ref, found.getOrDefault(ref, -1L)));
    }
}
