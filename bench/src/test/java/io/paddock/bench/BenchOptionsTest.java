// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchOptionsTest {
    @TempDir
    Path folder;

    private String archive;

    @BeforeEach
    void makeArchive() throws IOException {
        archive = Files.createFile(folder.resolve("paddock.tar.gz")).toString();
    }

    @Test
    void all_means_every_part_with_the_defaults() {
        BenchOptions options = BenchOptions.parse(new String[] {"all"}, archive);

        assertEquals(BenchOptions.PARTS, options.parts());
        assertEquals(20, options.pairs());
        assertEquals(64, options.streams());
        assertEquals(OptionalInt.empty(), options.runs());
    }

    @Test
    void options_follow_the_part() {
        BenchOptions options = BenchOptions.parse(
                new String[] {"gateway", "--pairs", "3", "--streams", "4", "--archive", archive}, null);

        assertEquals(List.of("gateway"), options.parts());
        assertEquals(3, options.pairs());
        assertEquals(4, options.streams());
    }

    @Test
    void soaks_are_parts_that_all_does_not_mean() {
        for (String soak : List.of("soak", "soak-clock")) {
            assertEquals(
                    List.of(soak),
                    BenchOptions.parse(new String[] {soak}, archive).parts());
            assertFalse(BenchOptions.PARTS.contains(soak));
        }
    }

    @Test
    void what_is_wrong_is_named() {
        assertRefused("unknown part speed", "speed");
        assertRefused("unknown option --fast", "start", "--fast");
        assertRefused("--pairs needs a number", "gateway", "--pairs");
        assertRefused("--runs needs a number", "start", "--runs", "0");
        assertRefused("no distribution", "start", "--archive", "nowhere.tar.gz");
    }

    private void assertRefused(String expected, String... args) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(args, archive));
        assertTrue(refused.getMessage().startsWith(expected), refused.getMessage());
    }
}
