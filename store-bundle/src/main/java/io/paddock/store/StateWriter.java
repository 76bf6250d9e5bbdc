// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes everything that waits, writes it with one commit and answers; meanwhile the next
 * changes gather. Nobody waits for company: a lone change is written at once.
 */
final class StateWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);
    private static final int MOST_WAITING = 1 << 20;
    private static final int MOST_AT_ONCE = 4096;
    private static final long END_TAKES_MS = 5000;
    private static final long NOTHING = Long.MAX_VALUE;

    private final Opening opening;
    private final StateForms forms;
    private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Change end = new Change("", null);
    private final Thread thread = new Thread(this::run, "paddock-store");
    private final Set<String> owedDrops = new LinkedHashSet<>(); // by the thread alone; see failed
    private long undone = NOTHING; // by the thread alone; where in the file that begins which must not be there
    private StateFile file; // by the thread alone; null after a failure
    private boolean failing; // by the thread alone
    private volatile boolean closed;
    private final AtomicLong commits = new AtomicLong();

    /** @param opening how to open the file again after a failure */
    StateWriter(StateFile file, Opening opening, StateForms forms) {
        this.file = file;
        this.opening = opening;
        this.forms = forms;
        thread.setDaemon(true);
        thread.setContextClassLoader(StateWriter.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Writes {@code value}, or nothing in place of what is there; returns at once. */
    CompletableFuture<Void> write(String key, Object value) {
        Change change = new Change(key, value);
        if (closed) {
            change.written().completeExceptionally(Refusals.unusable("the runtime is stopping"));
        } else if (!waiting.offer(change)) {
            change.written().completeExceptionally(Refusals.tooMany());
        }
        return change.written();
    }

    /** How many commits there were. */
    long commits() {
        return commits.get();
    }

    private void run() {
        List<Change> batch = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                LOG.debug("nobody interrupts this thread with a reason", e);
                continue;
            }
            int unused = waiting.drainTo(batch, MOST_AT_ONCE);
            ended = batch.remove(end);
            write(batch);
        }
        if (file != null) {
            file.close();
        }
        waiting.forEach(late -> late.written().completeExceptionally(Refusals.unusable("the runtime is stopping")));
    }

    private void write(List<Change> batch) {
        try {
            enter(batch);
            file.commit();
        } catch (IOException | UnusableState | DamagedState | RuntimeException | Error e) {
            failed(batch, e);
            return;
        }
        owedDrops.clear();
        undone = NOTHING;
        commits.incrementAndGet();
        batch.forEach(change -> change.written().complete(null));
        recovered();
        tidy();
    }

    /** Of several changes with one key only the last one matters. */
    private void enter(List<Change> batch) throws UnusableState, DamagedState {
        if (file == null) {
            file = opening.open().file();
        }
        if (undone != NOTHING) {
            file.takeBack(undone);
        }
        undone = file.mark();
        owedDrops.forEach(file::drop);
        Map<String, Change> last = new LinkedHashMap<>();
        batch.forEach(change -> last.put(change.key(), change));
        for (Change change : last.values()) {
            if (change.drops()) {
                file.drop(change.key());
            } else {
                file.put(change.key(), forms.body(change.value()));
            }
        }
    }

    /**
     * Nobody knows whether the batch is in the file. What was to be kept must not be there, what was to be dropped must
     * not come back: all of it is taken back with the next commit, and dropped anew.
     */
    private void failed(List<Change> batch, Throwable why) {
        if (!failing) {
            LOG.error("the state of the runtime could not be written; what depends on it is refused meanwhile", why);
            failing = true;
        }
        batch.stream().filter(Change::drops).forEach(drop -> owedDrops.add(drop.key()));
        abandon();
        batch.forEach(change -> change.written().completeExceptionally(Refusals.unwritten()));
    }

    private void recovered() {
        if (failing) {
            LOG.info("the state of the runtime is written again");
            failing = false;
        }
    }

    private void tidy() {
        try {
            file.tidy();
        } catch (IOException | DamagedState | RuntimeException | Error e) {
            LOG.warn("the state file could not be tidied up; it is opened anew", e);
            abandon();
        }
    }

    private void abandon() {
        if (file != null) {
            file.abandon();
            file = null;
        }
    }

    /** Writes what waits and lets go of the file, within seconds. */
    @Override
    public void close() {
        closed = true;
        if (!waiting.offer(end)) {
            LOG.warn("more is to be written than there is room for; it is left behind");
            return;
        }
        try {
            thread.join(END_TAKES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the state file is still being written; it is left behind");
        }
    }
}
