// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.StateStore;
import io.paddock.spi.state.WantedInstance;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the state of the runtime in an embedded store, in one file. */
@Component(service = StateStore.class, configurationPid = "io.paddock.store")
@Designate(ocd = StoreSettings.class)
public final class DurableStore implements StateStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableStore.class);
    private static final String NOT_READ = "it was not read yet";

    private final StateForms forms = new StateForms();
    private final Opening opening;
    private volatile StateWriter writer; // null while nothing can be kept
    private volatile String unusable = NOT_READ;

    @Activate
    public DurableStore(StoreSettings settings) {
        this(
                settings.state__folder().isBlank()
                        ? Path.of(System.getProperty("karaf.data", "data"), "paddock")
                        : Path.of(settings.state__folder().strip()),
                StateFile::onDisk);
    }

    /** A store in that folder. */
    public DurableStore(Path folder) {
        this(folder, StateFile::onDisk);
    }

    DurableStore(Path folder, StateFile.Disk disk) {
        this.opening = new Opening(new StateFolder(folder), disk, Clock.systemUTC(), forms);
    }

    /** A kernel that comes after another one in the same process finds what that one left. */
    @Override
    public Kept restore() {
        close();
        writer = null;
        try {
            Opening.Opened opened = opening.open();
            writer = new StateWriter(opened.file(), opening, forms);
            writer.start();
            return opened.kept();
        } catch (UnusableState e) {
            unusable = e.getMessage();
            LOG.error("the state of the runtime cannot be kept because {}; leases with a TTL are refused", unusable, e);
            return new Kept(
                    List.of(),
                    List.of(),
                    "nothing can be kept, and nothing that was kept is known, because " + unusable
                            + "; mend that and restart the runtime");
        }
    }

    @Override
    public CompletableFuture<Void> keep(KeptLease lease) {
        return write(StateForms.key(lease.lease().leaseRef()), lease);
    }

    @Override
    public CompletableFuture<Void> drop(String leaseRef) {
        return write(StateForms.key(leaseRef), null);
    }

    @Override
    public CompletableFuture<Void> keep(WantedInstance wanted) {
        return write(StateForms.key(wanted.key()), wanted);
    }

    @Override
    public CompletableFuture<Void> drop(EndpointKey endpoint) {
        return write(StateForms.key(endpoint), null);
    }

    private CompletableFuture<Void> write(String key, Object value) {
        StateWriter open = writer;
        return open == null ? CompletableFuture.failedFuture(Refusals.unusable(unusable)) : open.write(key, value);
    }

    /** How many commits there were; many changes share one. */
    long commits() {
        return writer.commits();
    }

    /** Writes what waits; later changes are refused. */
    @Override
    @Deactivate
    public void close() {
        StateWriter open = writer;
        if (open != null) {
            open.close();
        }
    }
}
