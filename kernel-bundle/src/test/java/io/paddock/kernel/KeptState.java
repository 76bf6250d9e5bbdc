// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.StateStore;
import io.paddock.spi.state.WantedInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A store in memory that outlives kernels: what is written counts, what is not does not. */
public final class KeptState implements StateStore, AutoCloseable {
    /** How writes go. */
    public enum Disk {
        GOOD,
        FULL,
        HANGS
    }

    public volatile Disk disk = Disk.GOOD;
    public volatile String warning;
    private final Map<String, KeptLease> leases = new LinkedHashMap<>(); // guarded by this
    private final Map<EndpointKey, WantedInstance> instances = new LinkedHashMap<>(); // guarded by this
    private final List<Runnable> hanging = new ArrayList<>(); // guarded by this
    private final ExecutorService writer = Executors.newSingleThreadExecutor();

    @Override
    public synchronized Kept restore() {
        return new Kept(List.copyOf(leases.values()), List.copyOf(instances.values()), warning);
    }

    /** Puts something there as an earlier run may have left it. */
    public synchronized KeptState with(KeptLease lease) {
        leases.put(lease.lease().leaseRef(), lease);
        return this;
    }

    public synchronized KeptState with(WantedInstance wanted) {
        instances.put(wanted.key(), wanted);
        return this;
    }

    /** What a sudden death would leave: from now on nobody else changes it. */
    public synchronized KeptState afterDeath() {
        KeptState left = new KeptState();
        leases.values().forEach(left::with);
        instances.values().forEach(left::with);
        return left;
    }

    /** What a restart would find; null when there is no such lease. */
    public synchronized Lease lease(String ref) {
        KeptLease kept = leases.get(ref);
        return kept == null ? null : kept.lease();
    }

    public synchronized List<KeptLease> leases() {
        return List.copyOf(leases.values());
    }

    public synchronized List<WantedInstance> instances() {
        return List.copyOf(instances.values());
    }

    /** Writes that hang go on, before any that come later. */
    public synchronized void goOn() {
        disk = Disk.GOOD;
        hanging.forEach(writer::execute);
        hanging.clear();
    }

    public synchronized int hanging() {
        return hanging.size();
    }

    @Override
    public CompletableFuture<Void> keep(KeptLease lease) {
        return write(() -> with(lease));
    }

    @Override
    public CompletableFuture<Void> drop(String leaseRef) {
        return write(() -> {
            synchronized (this) {
                leases.remove(leaseRef);
            }
        });
    }

    @Override
    public CompletableFuture<Void> keep(WantedInstance wanted) {
        return write(() -> with(wanted));
    }

    @Override
    public CompletableFuture<Void> drop(EndpointKey endpoint) {
        return write(() -> {
            synchronized (this) {
                instances.remove(endpoint);
            }
        });
    }

    private CompletableFuture<Void> write(Runnable change) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Runnable writing = () -> {
            change.run();
            written.complete(null);
        };
        synchronized (this) {
            switch (disk) {
                case GOOD -> ((Executor) writer).execute(writing);
                case HANGS -> hanging.add(writing);
                case FULL ->
                    writer.execute(() -> written.completeExceptionally(
                            new InferenceException(Problem.of(ErrorCode.STATE_UNWRITABLE, "the disk is full"))));
            }
        }
        return written;
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
