// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Lease;
import io.paddock.api.RequestContext;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.WantedInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableStoreTest {
    @TempDir
    Path folder;

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private Kept again() {
        try (DurableStore store = new DurableStore(folder)) {
            return store.restore();
        }
    }

    @Test
    void every_field_comes_back() throws Exception {
        try (DurableStore store = new DurableStore(folder)) {
            assertEquals(Kept.nothing(), store.restore());
            get(store.keep(Samples.wanted()));
            get(store.keep(Samples.lease("lease-1")));
        }
        assertEquals(new Kept(List.of(Samples.lease("lease-1")), List.of(Samples.wanted()), null), again());
    }

    @Test
    void absent_fields_come_back_absent() throws Exception {
        WantedInstance plain =
                new WantedInstance(Samples.KEY, 1, new InstanceSpec("llamacpp", null, null, null, Map.of()), false);
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            get(store.keep(plain));
        }
        assertEquals(List.of(plain), again().instances());
    }

    @Test
    void the_latest_form_counts_and_what_was_dropped_is_gone() throws Exception {
        EndpointKey other = EndpointKey.of("other", Map.of());
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            get(store.keep(Samples.lease("kept", Duration.ofSeconds(1))));
            get(store.keep(Samples.lease("dropped")));
            get(store.keep(Samples.lease("kept", Duration.ofSeconds(2))));
            get(store.drop("dropped"));
            get(store.drop("never there"));
            get(store.keep(Samples.wanted()));
            get(store.keep(new WantedInstance(other, 1, Samples.wanted().spec(), false)));
            get(store.drop(Samples.KEY));
        }
        Kept kept = again();
        assertEquals(List.of(Samples.lease("kept", Duration.ofSeconds(2))), kept.leases());
        assertEquals(
                List.of(other),
                kept.instances().stream().map(WantedInstance::key).toList());
    }

    @Test
    void changes_take_effect_in_the_order_of_the_calls() throws Exception {
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            CompletableFuture<Void> last = null;
            for (int i = 1; i <= 500; i++) {
                CompletableFuture<Void> kept = store.keep(Samples.lease("one", Duration.ofSeconds(i)));
                last = store.keep(Samples.lease("two"));
                last = i % 2 == 0 ? store.drop("two") : kept;
            }
            get(last);
        }
        assertEquals(List.of(Samples.lease("one", Duration.ofSeconds(500))), again().leases());
    }

    @Test
    void what_waits_together_shares_a_commit() throws Exception {
        int many = 2000;
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                all.add(store.keep(Samples.lease("lease-" + i)));
            }
            get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
            assertTrue(store.commits() < many / 4, store.commits() + " commits for " + many + " leases");
        }
        assertEquals(many, again().leases().size());
    }

    @Test
    void renewals_do_not_let_the_file_grow_without_bound() throws Exception {
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            for (int i = 0; i < 100; i++) {
                get(store.keep(Samples.lease("lease-" + i)));
            }
            long largest = 0;
            for (int i = 0; i < 20_000; i++) {
                get(store.keep(Samples.lease("lease-" + i % 100, Duration.ofMillis(1 + i))));
                largest = Math.max(largest, i % 500 == 0 ? size() : 0);
            }
            assertTrue(store.commits() > 10_000, "each renewal was to be a commit");
            assertTrue(largest < 4 << 20, largest + " bytes");
        }
        assertTrue(size() < 2 << 20, size() + " bytes at the end");
        assertEquals(100, again().leases().size());
    }

    private long size() throws IOException {
        return Files.size(folder.resolve(StateFolder.FILE));
    }

    @Test
    void only_the_owner_may_look_inside() throws Exception {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Path made = folder.resolve("made").resolve("here");
        try (DurableStore store = new DurableStore(made)) {
            store.restore();
            get(store.keep(Samples.lease("one")));
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        try (var files = Files.list(made)) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void nothing_is_kept_after_the_end_and_whoever_asks_is_told() throws Exception {
        DurableStore store = new DurableStore(folder);
        store.restore();
        CompletableFuture<Void> last = store.keep(Samples.lease("last"));
        store.close();
        get(last);
        Refused.of(store.keep(Samples.lease("late")));
        assertEquals(
                List.of("last"),
                again().leases().stream()
                        .map(KeptLease::lease)
                        .map(Lease::leaseRef)
                        .toList());
    }

    @Test
    void a_lease_that_nobody_can_read_costs_no_other() throws Exception {
        Map<String, Object> bottomless = Map.of();
        for (int i = 0; i < 100; i++) {
            bottomless = Map.of("deeper", bottomless);
        }
        Lease lease = Samples.lease("one").lease();
        KeptLease strange = new KeptLease(
                Samples.KEY,
                new Lease(
                        "strange",
                        "bert",
                        lease.ttl(),
                        true,
                        lease.expiresAt(),
                        lease.grantedAt(),
                        lease.state(),
                        lease.instanceId(),
                        lease.backend(),
                        lease.modelIdentity(),
                        1,
                        new RequestContext(null, null, null, bottomless)));
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            get(store.keep(Samples.lease("one")));
            get(store.keep(strange));
        }
        Kept kept = again();
        assertEquals(List.of(Samples.lease("one")), kept.leases());
        assertTrue(kept.warning().contains("1 of 2 entries"), kept.warning());
        assertEquals(new Kept(List.of(Samples.lease("one")), List.of(), null), again());
    }

    @Test
    void it_can_be_read_again_by_the_next_kernel() throws Exception {
        try (DurableStore store = new DurableStore(folder)) {
            store.restore();
            DurableStoreTest.get(store.keep(Samples.lease("one")));
            assertEquals(1, store.restore().leases().size());
            DurableStoreTest.get(store.keep(Samples.lease("two")));
            assertEquals(2, store.restore().leases().size());
        }
    }

    @Test
    void a_store_that_was_not_read_keeps_nothing() {
        try (DurableStore store = new DurableStore(folder)) {
            Refused.of(store.keep(Samples.lease("early")));
        }
        assertNull(again().warning());
    }
}
