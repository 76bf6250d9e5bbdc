// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.state.Kept;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places where nothing can be kept: no harm is done to what lies there. */
class UnusableTest {
    @TempDir
    Path folder;

    private static void assertUnusable(Kept kept, String why, DurableStore store) {
        assertEquals(List.of(), kept.leases());
        assertTrue(kept.warning().contains(why), kept.warning());
        String told = Refused.of(store.keep(Samples.lease("one")));
        assertTrue(told.contains(why), told);
        assertFalse(told.contains("/"), "a path: " + told);
        Refused.of(store.drop("one"));
    }

    @Test
    void a_file_that_another_runtime_uses_is_left_alone() throws Exception {
        try (DurableStore first = new DurableStore(folder);
                DurableStore second = new DurableStore(folder)) {
            first.restore();
            DurableStoreTest.get(first.keep(Samples.lease("first")));
            assertUnusable(second.restore(), "another runtime uses the same data folder", second);
            DurableStoreTest.get(first.keep(Samples.wanted()));
        }
        try (DurableStore again = new DurableStore(folder)) {
            Kept kept = again.restore();
            assertNull(kept.warning());
            assertEquals(1, kept.leases().size());
            assertEquals(1, kept.instances().size());
        }
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count(), "nothing was set aside");
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_told() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        try (DurableStore store = new DurableStore(file.resolve("state"))) {
            assertUnusable(store.restore(), "its folder cannot be made or written", store);
        }
        assertEquals("in the way", Files.readString(file));
    }

    @Test
    void a_state_file_that_is_a_folder_is_told() throws Exception {
        Files.createDirectories(folder.resolve(StateFolder.FILE));
        try (DurableStore store = new DurableStore(folder)) {
            assertUnusable(store.restore(), "its folder cannot be made or written", store);
        }
    }
}
