// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.state.Kept;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a log that is shortened all the time. */
class LongLogTest {
    @TempDir
    Path folder;

    private Set<String> kept() {
        try (DurableStore store = new DurableStore(folder)) {
            Kept kept = store.restore();
            assertNull(kept.warning());
            return kept.leases().stream()
                    .map(one -> one.lease().leaseRef() + " " + one.lease().ttl().toMillis())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void what_nobody_changes_is_not_forgotten_while_another_is_changed_all_the_time() throws Exception {
        Set<String> expected = new TreeSet<>();
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            for (int i = 0; i < 200; i++) {
                DurableStoreTest.get(store.keep(Samples.lease("still-" + i, Duration.ofMillis(1 + i))));
                expected.add("still-" + i + " " + (1 + i));
            }
            for (int i = 0; i < 6000; i++) {
                DurableStoreTest.get(store.keep(Samples.lease("busy", Duration.ofMillis(1 + i))));
            }
            expected.add("busy 6000");
        }
        assertEquals(expected, kept());
    }

    @Test
    void whatever_is_kept_and_dropped_in_whatever_company_the_last_word_counts() throws Exception {
        Random random = new Random(7);
        TreeMap<String, Integer> model = new TreeMap<>();
        for (int life = 0; life < 3; life++) {
            try (DurableStore store = new DurableStore(folder)) {
                store.restore();
                CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
                for (int i = 0; i < 4000; i++) {
                    String ref = "lease-" + random.nextInt(1 + random.nextInt(80));
                    int ttl = 1 + random.nextInt(1_000_000);
                    boolean drops = random.nextInt(3) == 0;
                    last = drops ? store.drop(ref) : store.keep(Samples.lease(ref, Duration.ofMillis(ttl)));
                    if (drops) {
                        model.remove(ref);
                    } else {
                        model.put(ref, ttl);
                    }
                    if (random.nextInt(4) == 0) {
                        DurableStoreTest.get(last);
                    }
                }
                DurableStoreTest.get(last);
            }
            Set<String> expected = new TreeSet<>();
            model.forEach((ref, ttl) -> expected.add(ref + " " + ttl));
            assertEquals(expected, kept(), "life " + life);
        }
    }

    @Test
    void after_all_was_dropped_next_to_nothing_is_left() throws Exception {
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            CompletableFuture<Void> last = null;
            for (int i = 0; i < 20_000; i++) {
                CompletableFuture<Void> unused = store.keep(Samples.lease("lease-" + i));
                last = store.drop("lease-" + i);
            }
            DurableStoreTest.get(last);
            for (int i = 0; i < 500; i++) {
                DurableStoreTest.get(store.keep(Samples.lease("one")));
            }
        }
        assertEquals(1, kept().size());
        long bytes = Files.size(folder.resolve(StateFolder.FILE));
        assertTrue(bytes < 2 << 20, bytes + " bytes");
    }
}
