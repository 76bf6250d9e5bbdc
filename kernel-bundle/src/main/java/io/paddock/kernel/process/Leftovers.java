// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what earlier runs of this runtime left behind, and nothing else: a child is ended when its number, its start time
 * and its mark are those that were written down; what it started, when it carries the same mark. Whatever belongs to a
 * runtime that runs, or cannot be told for sure, is left alone.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private record Found(ChildRecord record, ProcessTree tree, List<Long> pids) {}

    private final ChildRecords records;

    Leftovers(ChildRecords records) {
        this.records = records;
    }

    /** Blocks until they are gone, at most two seconds; answers what there was. */
    List<Leftover> end() {
        List<Found> found = new ArrayList<>();
        for (ChildRecord record : records.read()) {
            if (!ownerRuns(record)) {
                look(record).ifPresent(found::add);
            }
        }
        found.forEach(one -> one.tree().kill());
        awaitEnd(found);
        return found.stream().map(this::told).toList();
    }

    private static void awaitEnd(List<Found> found) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < ChildProcess.KILL_TAKES.toNanos()
                && !found.stream().allMatch(one -> one.tree().isGone())) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** An earlier run inside this very process counts as over; one that cannot be told from another does not. */
    private static boolean ownerRuns(ChildRecord record) {
        ProcessIdentity owner = record.owner();
        if (owner.pid() == ProcessHandle.current().pid()) {
            return false;
        }
        return owner.start().isEmpty()
                ? ProcessHandle.of(owner.pid()).isPresent()
                : owner.find().isPresent();
    }

    private Optional<Found> look(ChildRecord record) {
        ProcessHandle child =
                record.child() == null ? null : record.child().find().orElse(null);
        if (child != null && !isOurs(child, record)) {
            LOG.warn(
                    "process {} may be what an earlier run left of {}, but does not prove it: it is left alone;"
                            + " look at it, and end it yourself",
                    child.pid(),
                    record.instance());
            return Optional.empty();
        }
        ProcessTree tree = new ProcessTree(child, record.mark());
        List<Long> pids = tree.pids();
        if (pids.isEmpty()) {
            records.remove(record.mark());
            return Optional.empty();
        }
        return Optional.of(new Found(record, tree, pids));
    }

    private static boolean isOurs(ProcessHandle child, ChildRecord record) {
        return ProcessTable.showsMarks()
                ? ProcessTable.carries(child, record.mark()).orElse(false)
                : record.fits(child.info().arguments().orElse(new String[0]));
    }

    private Leftover told(Found one) {
        boolean gone = one.tree().isGone();
        if (gone) {
            records.remove(one.record().mark());
        }
        LOG.warn(
                "{}: what an earlier run of this runtime left behind {}: process {}",
                one.record().instance(),
                gone ? "was ended" : "cannot be ended",
                one.pids());
        return new Leftover(one.record().instance(), one.pids(), gone);
    }
}
