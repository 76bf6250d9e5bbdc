// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SingleFileStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Everything that is kept, by key, in one file. Changes count with the next commit. After any failure it can only be
 * abandoned and opened again. {@link #read} comes before any change. Used by one thread at a time.
 */
final class StateFile implements AutoCloseable {
    /** Opens the file below the store; a seam for tests with disks that fail. */
    @FunctionalInterface
    interface Disk {
        /**
         * Opens it.
         *
         * @param whole whether the last commit is looked for in the whole file
         */
        SingleFileStore open(Path file, boolean whole);
    }

    private static final int FORM = 2;
    private static final String ABOUT = "about";
    private static final int TIDY_EVERY = 256;
    private static final int TIDY_BELOW_PERCENT = 60;
    private static final int TIDY_AT_MOST_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4096; // the last page is written with each commit

    /** What a commit says of itself. */
    private record About(int form, long commit, int rows, int sum) {
        byte[] bytes() {
            return ByteBuffer.allocate(20)
                    .putInt(form)
                    .putLong(commit)
                    .putInt(rows)
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
    private final MVMap<String, byte[]> abouts;
    private final StateLog log;
    private final boolean last; // nothing that was acknowledged came later
    private long commit;

    private StateFile(MVStore store, LastCommit acknowledged) throws IOException, DamagedState {
        this.store = store;
        this.acknowledged = acknowledged;
        MVMap.Builder<String, byte[]> named = new MVMap.Builder<>();
        MVMap.Builder<Long, byte[]> numbered = new MVMap.Builder<>();
        this.abouts =
                store.openMap(ABOUT, named.keyType(StringDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
        this.log = new StateLog(
                store.openMap("log", numbered.keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE)));
        this.commit = about().commit();
        this.last = commit >= acknowledged.read() && (commit > 0 || log.size() == 0);
    }

    /** A real disk. */
    static SingleFileStore onDisk(Path file, boolean whole) {
        return new StateDisk(whole).at(file);
    }

    /**
     * Opens what lies in a folder that is prepared. After a sudden death the header may point to an older commit, whose
     * pages may be written over, and from which no way leads to the last one any more, since its space was used again.
     */
    static StateFile open(StateFolder folder, Disk disk) throws UnusableState, DamagedState {
        Optional<StateFile> quick = openQuickly(folder, disk);
        if (quick.isPresent()) {
            return quick.get();
        }
        StateFile thorough = open(folder, disk, true);
        if (!thorough.last) {
            thorough.abandon();
            throw new DamagedState("what was written last is not in it");
        }
        return thorough;
    }

    /** Empty when the last commit is not where the header points to. */
    private static Optional<StateFile> openQuickly(StateFolder folder, Disk disk) throws UnusableState {
        try {
            StateFile quick = open(folder, disk, false);
            if (quick.last) {
                return Optional.of(quick);
            }
            quick.abandon();
            return Optional.empty();
        } catch (DamagedState e) { // who looks at the whole file says what is wrong with it
            return Optional.empty();
        }
    }

    private static StateFile open(StateFolder folder, Disk disk, boolean whole) throws UnusableState, DamagedState {
        SingleFileStore file = null;
        LastCommit acknowledged = null;
        boolean opened = false;
        try {
            acknowledged = LastCommit.at(folder.commitFile());
            if (Files.size(folder.file()) == 0 && acknowledged.read() > 0) {
                throw new DamagedState("it is empty");
            }
            file = disk.open(folder.file(), whole);
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
                .pageSplitSize(PAGE_BYTES)
                .open();
        store.setRetentionTime(0); // the death of a process loses no write, so old pages need not be spared
        store.setVersionsToKeep(0);
        return store;
    }

    /** What its last commit says of itself; a file without any says nothing of nothing. */
    private About about() throws DamagedState {
        byte[] sealed = abouts.get(ABOUT);
        if (sealed == null) {
            return new About(FORM, 0, 0, 0);
        }
        About about = About.of(Sealed.open(ABOUT, sealed));
        if (about.form() != FORM) {
            throw new DamagedState("it has form " + about.form() + ", which only another version can read");
        }
        return about;
    }

    /** Everything that is kept, all of it checked. */
    Map<String, byte[]> read() throws DamagedState {
        try {
            Map<String, byte[]> all = log.read();
            About about = about();
            if (log.sum() != about.sum() || log.size() != about.rows()) {
                throw new DamagedState("an entry is lost");
            }
            return all;
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            throw new DamagedState("it cannot be read", e);
        }
    }

    /** Keeps a body under a key. */
    void put(String key, byte[] body) {
        log.put(key, body);
    }

    /** Keeps nothing under a key any more. */
    void drop(String key) {
        log.drop(key);
    }

    /** What will tell all later changes from all earlier ones, here and when the file was opened again. */
    long mark() {
        return log.next();
    }

    /** Takes back all changes since that mark; the next commit makes it so. */
    void takeBack(long mark) throws DamagedState {
        log.takeBack(mark);
    }

    /** Writes all changes as one; what comes back from here survives the death of the process. */
    void commit() throws IOException {
        long next = commit + 1;
        abouts.put(ABOUT, Sealed.seal(ABOUT, new About(FORM, next, log.size(), log.sum()).bytes()));
        store.commit();
        if (store.isClosed()) {
            throw new IOException("the store closed itself");
        }
        acknowledged.write(next);
        commit = next;
    }

    /** Gives space back now and then, so that renewals do not let the file grow without bound. */
    void tidy() throws IOException, DamagedState {
        if (log.isLong()) {
            log.shorten();
            commit();
        }
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
