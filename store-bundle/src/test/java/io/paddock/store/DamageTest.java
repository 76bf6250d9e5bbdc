// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were cut, altered or swapped: either what was kept is all there, or it is set aside and said so. */
class DamageTest {
    private static final int LEASES = 40;

    @TempDir
    Path root;

    private byte[] good;
    private byte[] commit;
    private Set<KeptLease> expected;

    @BeforeEach
    void keepSomething() throws Exception {
        Path folder = root.resolve("good");
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            DurableStoreTest.get(store.keep(Samples.wanted()));
            for (int i = 0; i < LEASES; i++) {
                DurableStoreTest.get(store.keep(Samples.lease("lease-" + i)));
            }
            // as it lies there while the runtime runs, without the tidy end
            good = Files.readAllBytes(folder.resolve(StateFolder.FILE));
            commit = Files.readAllBytes(folder.resolve("state.commit"));
        }
        expected = new HashSet<>(read(good, commit, "check").leases());
        assertEquals(LEASES, expected.size());
    }

    private Kept read(byte[] state, byte[] commits, String name) throws IOException {
        Path folder = lay(state, commits, name);
        try (DurableStore store = new DurableStore(folder)) {
            return store.restore();
        }
    }

    private Path lay(byte[] state, byte[] commits, String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.write(folder.resolve(StateFolder.FILE), state);
        Files.write(folder.resolve("state.commit"), commits);
        return folder;
    }

    @Test
    void what_cannot_be_opened_from_where_its_header_points_to_is_looked_for_in_the_whole_file() throws Exception {
        Path folder = lay(good, commit, "header");
        StateFile.Disk disk = (file, whole) -> {
            if (!whole) {
                throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "a page was written over");
            }
            return StateFile.onDisk(file, true);
        };
        try (DurableStore store = new DurableStore(folder, disk)) {
            assertEquals(expected, new HashSet<>(store.restore().leases()));
        }
    }

    /** Whether it was found to be damaged; a damaged one is set aside as it was, and a fresh one works. */
    private boolean setAside(byte[] state, byte[] commits, String name) throws Exception {
        Path folder = lay(state, commits, name);
        try (DurableStore store = new DurableStore(folder)) {
            Kept kept = store.restore();
            if (kept.warning() == null) {
                assertEquals(expected, new HashSet<>(kept.leases()), name);
                assertEquals(List.of(Samples.wanted()), kept.instances(), name);
                return false;
            }
            assertEquals(List.of(), kept.leases(), name);
            assertEquals(List.of(), kept.instances(), name);
            assertTrue(kept.warning().contains(StateFolder.FILE + ".damaged-"), kept.warning());
            DurableStoreTest.get(store.keep(Samples.lease("fresh")));
        }
        try (var files = Files.list(folder)) {
            Path aside = files.filter(file -> file.getFileName().toString().startsWith(StateFolder.FILE + ".damaged-"))
                    .findFirst()
                    .orElseThrow();
            assertArrayEquals(state, Files.readAllBytes(aside), name);
        }
        try (DurableStore store = new DurableStore(folder)) {
            Kept kept = store.restore();
            assertNull(kept.warning(), name);
            assertEquals(List.of(Samples.lease("fresh")), kept.leases(), name);
        }
        return true;
    }

    @Test
    void a_cut_file_is_set_aside() throws Exception {
        int noticed = 0;
        int[] lengths = {0, 1, 100, 4095, 4096, 8191, 8192, 8193, 12_288, good.length / 2, good.length - 4096};
        for (int length : lengths) {
            noticed += setAside(Arrays.copyOf(good, length), commit, "cut-" + length) ? 1 : 0;
        }
        assertEquals(lengths.length, noticed, "of a file of " + good.length + " bytes");
    }

    @Test
    void altered_bytes_are_noticed_wherever_they_count() throws Exception {
        Random random = new Random(42);
        int noticed = 0;
        int rounds = 250;
        for (int round = 0; round < rounds; round++) {
            byte[] altered = good.clone();
            int flips = 1 + random.nextInt(3);
            for (int flip = 0; flip < flips; flip++) {
                altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            }
            noticed += setAside(altered, commit, "flip-" + round) ? 1 : 0;
        }
        assertTrue(noticed > rounds / 10, "only " + noticed + " of " + rounds + " were noticed");
    }

    @Test
    void a_hole_in_the_middle_is_noticed_wherever_it_counts() throws Exception {
        int noticed = 0;
        int holes = 0;
        for (int from = 8192; from + 2048 < good.length; from += 2048) {
            byte[] holed = good.clone();
            Arrays.fill(holed, from, from + 2048, (byte) 0);
            noticed += setAside(holed, commit, "hole-" + from) ? 1 : 0;
            holes++;
        }
        assertTrue(noticed > 3, "only " + noticed + " of " + holes + " were noticed");
    }

    @Test
    void a_good_file_of_some_time_ago_is_not_taken_for_the_latest() throws Exception {
        Path folder = lay(good, commit, "newer");
        byte[] newerCommit;
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            DurableStoreTest.get(store.drop("lease-1"));
            newerCommit = Files.readAllBytes(folder.resolve("state.commit"));
        }
        assertTrue(setAside(good, newerCommit, "older"));
    }

    @Test
    void a_commit_that_nobody_heard_of_is_no_damage() throws Exception {
        Path folder = lay(good, commit, "ahead");
        byte[] newer;
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            DurableStoreTest.get(store.drop("lease-1"));
            newer = Files.readAllBytes(folder.resolve(StateFolder.FILE));
        }
        Kept kept = read(newer, commit, "unheard");
        assertNull(kept.warning());
        assertEquals(LEASES - 1, kept.leases().size());
    }

    @Test
    void something_else_in_its_place_is_set_aside() throws Exception {
        assertTrue(
                setAside("this is no state at all\n".repeat(1000).getBytes(StandardCharsets.US_ASCII), commit, "text"));
    }

    @Test
    void a_form_of_another_version_is_set_aside() throws Exception {
        Path folder = lay(good, commit, "version");
        Later.write(folder);
        try (DurableStore store = new DurableStore(folder)) {
            assertNotNull(store.restore().warning());
        }
    }

    @Test
    void a_damaged_commit_number_is_damage() throws Exception {
        byte[] altered = commit.clone();
        altered[6] ^= 1;
        assertTrue(setAside(good, altered, "number"));
    }
}
