// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SFChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that has no room for a while. */
class DiskFullTest {
    private static final int PLENTY = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    /** Bytes that still fit; a write beyond them is done in part. */
    private final AtomicInteger room = new AtomicInteger(PLENTY);

    private final class SmallDisk extends StateDisk {
        SmallDisk(boolean whole) {
            super(whole);
        }

        @Override
        protected void writeFully(SFChunk chunk, long pos, ByteBuffer src) {
            int fits = room.get();
            if (fits == PLENTY || src.remaining() <= fits) {
                room.set(fits == PLENTY ? PLENTY : fits - src.remaining());
                super.writeFully(chunk, pos, src);
                return;
            }
            ByteBuffer part = src.duplicate();
            part.limit(part.position() + fits);
            super.writeFully(chunk, pos, part);
            room.set(0);
            throw DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED, "No space left on device");
        }
    }

    private DurableStore store() {
        return new DurableStore(folder, (file, whole) -> new SmallDisk(whole).at(file));
    }

    private Set<String> refs() {
        try (DurableStore again = new DurableStore(folder)) {
            Kept kept = again.restore();
            assertNull(kept.warning());
            return refs(kept.leases());
        }
    }

    private static Set<String> refs(List<KeptLease> leases) {
        return leases.stream()
                .map(kept -> kept.lease().leaseRef() + " " + kept.lease().ttl().toSeconds())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static KeptLease lease(String ref, int seconds) {
        return Samples.lease(ref, Duration.ofSeconds(seconds));
    }

    @Test
    void whoever_cannot_be_served_is_told_and_later_writes_work_again() throws Exception {
        try (DurableStore store = store()) {
            store.restore();
            DurableStoreTest.get(store.keep(lease("before", 1)));
            room.set(0);
            String told = Refused.of(store.keep(lease("refused", 1)));
            assertTrue(told.contains("free space on its disk"), told);
            Refused.of(store.keep(lease("before", 2)));
            Refused.of(store.keep(lease("refused too", 1)));
            room.set(PLENTY);
            DurableStoreTest.get(store.keep(lease("after", 1)));
        }
        assertEquals(Set.of("after 1", "before 1"), refs());
    }

    @Test
    void a_drop_that_failed_is_made_up_for() throws Exception {
        try (DurableStore store = store()) {
            store.restore();
            DurableStoreTest.get(store.keep(lease("dropped", 1)));
            DurableStoreTest.get(store.keep(lease("other", 1)));
            room.set(0);
            Refused.of(store.drop("dropped"));
            room.set(PLENTY);
            DurableStoreTest.get(store.keep(lease("other", 2)));
        }
        assertEquals(Set.of("other 2"), refs());
    }

    @Test
    void wherever_a_write_breaks_off_what_was_refused_is_not_there() throws Exception {
        for (int fits = 0; fits < 20_000; fits += 512) {
            boolean written = keepWith(fits);
            assertEquals(written ? Set.of("kept 2", "maybe 1") : Set.of("kept 2"), refs(), fits + " bytes fit");
        }
    }

    private boolean keepWith(int fits) throws Exception {
        try (DurableStore store = store()) {
            store.restore();
            DurableStoreTest.get(store.keep(lease("kept", 1)));
            DurableStoreTest.get(store.drop("maybe"));
            room.set(fits);
            boolean written = true;
            try {
                DurableStoreTest.get(store.keep(lease("maybe", 1)));
            } catch (ExecutionException refused) {
                written = false;
            }
            room.set(PLENTY);
            DurableStoreTest.get(store.keep(lease("kept", 2)));
            return written;
        }
    }

    @Test
    void a_death_after_a_failed_write_forgets_nothing() throws Exception {
        DurableStore store = store();
        store.restore();
        DurableStoreTest.get(store.keep(lease("before", 1)));
        room.set(100);
        Refused.of(store.keep(lease("refused", 1)));
        Refused.of(store.keep(lease("refused", 1)));
        assertEquals(Set.of("before 1"), refs()); // the file is let go of after a failure, as by a death
        store.close();
    }
}
