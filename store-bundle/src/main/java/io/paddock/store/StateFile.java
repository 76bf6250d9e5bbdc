// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SingleFileStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Everything that is kept, by key, in one file. Changes count with the next commit. After any failure it can only be
 * abandoned and opened again. Used by one thread at a time.
 */
final class StateFile implements AutoCloseable {
    /** Opens the file below the store; a seam for tests with disks that fail. */
    @FunctionalInterface
    interface Disk {
        SingleFileStore open(Path file);
    }

    private static final int FORM = 1;
    private static final String ABOUT = "about";
    private static final int TIDY_EVERY = 256;
    private static final int TIDY_BELOW_PERCENT = 60;
    private static final int TIDY_AT_MOST_BYTES = 1 << 20;

    /** What a commit says of itself. */
    private record About(int form, long commit, int entries, int sum) {
        byte[] bytes() {
            return ByteBuffer.allocate(20)
                    .putInt(form)
                    .putLong(commit)
                    .putInt(entries)
                    .putInt(sum)
                    .array();
        }

        static About of(byte[] bytes) {
            ByteBuffer from = ByteBuffer.wrap(bytes);
            return new About(from.getInt(), from.getLong(), from.getInt(), from.getInt());
        }
    }

    private final MVStore store;
    private final LastCommit acknowledged;
    private final MVMap<String, byte[]> entries;
    private final MVMap<String, byte[]> abouts;
    private long commit;
    private int sum; // of the marks of all entries, by exclusive or: an entry that is lost or altered changes it

    private StateFile(MVStore store, LastCommit acknowledged) throws IOException, DamagedState {
        this.store = store;
        this.acknowledged = acknowledged;
        this.abouts = store.openMap(ABOUT, types());
        this.entries = store.openMap("entries", types());
        check();
    }

    /** A real disk. */
    static SingleFileStore onDisk(Path file) {
        SingleFileStore disk = new SingleFileStore(new HashMap<>());
        disk.open(file.toString(), false, (char[]) null);
        return disk;
    }

    private static MVMap.Builder<String, byte[]> types() {
        MVMap.Builder<String, byte[]> builder = new MVMap.Builder<>();
        return builder.keyType(StringDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE);
    }

    /** Opens what lies in a folder that is prepared. */
    static StateFile open(StateFolder folder, Disk disk) throws UnusableState, DamagedState {
        SingleFileStore file = null;
        LastCommit acknowledged = null;
        boolean opened = false;
        try {
            acknowledged = LastCommit.at(folder.commitFile());
            if (Files.size(folder.file()) == 0 && acknowledged.read() > 0) {
                throw new DamagedState("it is empty");
            }
            file = disk.open(folder.file());
            StateFile state = new StateFile(store(file), acknowledged);
            opened = true;
            return state;
        } catch (IOException e) {
            throw new UnusableState("its folder cannot be read", e);
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new UnusableState("another runtime uses the same data folder", e);
            }
            throw new DamagedState("it cannot be opened", e);
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            throw new DamagedState("it cannot be opened", e); // a broken file can make the store below fail in any way
        } finally {
            if (!opened) {
                closeQuietly(acknowledged);
                closeQuietly(file == null ? null : file::close);
            }
        }
    }

    /** No thread of its own: what is not committed here is not written. */
    private static MVStore store(SingleFileStore file) {
        MVStore store = new MVStore.Builder()
                .adoptFileStore(file)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        store.setRetentionTime(0); // the death of a process loses no write, so old pages need not be spared
        store.setVersionsToKeep(0);
        return store;
    }

    private void check() throws IOException, DamagedState {
        long last = acknowledged.read();
        byte[] sealed = abouts.get(ABOUT);
        if (sealed == null) {
            if (last > 0 || !entries.isEmpty()) {
                throw new DamagedState("what was written last is not in it");
            }
            return;
        }
        About about = About.of(Sealed.open(ABOUT, sealed));
        if (about.form() != FORM) {
            throw new DamagedState("it has form " + about.form() + ", which only another version can read");
        }
        if (about.commit() < last) {
            throw new DamagedState("what was written last is not in it");
        }
        commit = about.commit();
        sum = about.sum();
    }

    /** All entries, each checked. */
    Map<String, byte[]> read() throws DamagedState {
        try {
            Map<String, byte[]> all = new HashMap<>();
            int found = 0;
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                all.put(entry.getKey(), Sealed.open(entry.getKey(), entry.getValue()));
                found ^= Sealed.mark(entry.getValue());
            }
            byte[] sealed = abouts.get(ABOUT);
            int expected =
                    sealed == null ? 0 : About.of(Sealed.open(ABOUT, sealed)).entries();
            if (found != sum || all.size() != expected) {
                throw new DamagedState("an entry is lost");
            }
            return all;
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            throw new DamagedState("it cannot be read", e);
        }
    }

    /** Enters a body under a key, or nothing; answers what was there. */
    Optional<byte[]> put(String key, Optional<byte[]> body) {
        byte[] sealed = body.map(bytes -> Sealed.seal(key, bytes)).orElse(null);
        byte[] before = sealed == null ? entries.remove(key) : entries.put(key, sealed);
        sum ^= before == null ? 0 : Sealed.mark(before);
        sum ^= sealed == null ? 0 : Sealed.mark(sealed);
        return Optional.ofNullable(before).map(Sealed::body);
    }

    /** Writes all changes as one; what comes back from here survives the death of the process. */
    void commit() throws IOException {
        long next = commit + 1;
        abouts.put(ABOUT, Sealed.seal(ABOUT, new About(FORM, next, entries.size(), sum).bytes()));
        store.commit();
        if (store.isClosed()) {
            throw new IOException("the store closed itself");
        }
        acknowledged.write(next);
        commit = next;
    }

    /** Gives space back now and then, so that renewals do not let the file grow without bound. */
    void tidy() {
        if (commit % TIDY_EVERY == 0) {
            boolean unused = store.compact(TIDY_BELOW_PERCENT, TIDY_AT_MOST_BYTES);
        }
    }

    /** Leaves the file as it was after the last commit. */
    void abandon() {
        closeQuietly(acknowledged);
        store.closeImmediately();
    }

    @Override
    public void close() {
        closeQuietly(acknowledged);
        store.close();
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (Exception e) { // it is let go of because of another failure, which is told
            return;
        }
    }
}
