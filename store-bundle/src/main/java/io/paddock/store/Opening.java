// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import io.paddock.spi.state.Kept;
import java.io.IOException;
import java.time.InstantSource;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the state file, whatever became of it: a damaged one is set aside and a fresh one takes its place. */
final class Opening {
    /**
     * An open file.
     *
     * @param file the file
     * @param kept what is in it; its warning says what was set aside
     */
    record Opened(StateFile file, Kept kept) {}

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final StateFolder folder;
    private final StateFile.Disk disk;
    private final InstantSource clock;
    private final StateForms forms;

    Opening(StateFolder folder, StateFile.Disk disk, InstantSource clock, StateForms forms) {
        this.folder = folder;
        this.disk = disk;
        this.clock = clock;
        this.forms = forms;
    }

    Opened open() throws UnusableState {
        folder.prepare();
        try {
            return read();
        } catch (DamagedState damage) {
            String aside = folder.setAside(clock.instant());
            String warning = "the kept state could not be used because " + damage.getMessage()
                    + "; it was set aside as " + aside + ", and what was kept in it is not known any more";
            LOG.error("{} (in {})", warning, folder.folder(), damage);
            folder.prepare();
            return fresh(warning);
        }
    }

    private Opened fresh(String warning) throws UnusableState {
        try {
            Opened fresh = read();
            return new Opened(
                    fresh.file(), new Kept(fresh.kept().leases(), fresh.kept().instances(), warning));
        } catch (DamagedState e) {
            throw new UnusableState("a fresh file cannot be opened", e);
        }
    }

    private Opened read() throws UnusableState, DamagedState {
        StateFile file = StateFile.open(folder, disk);
        boolean good = false;
        try {
            StateForms.Read found = forms.read(file.read());
            if (!found.strange().isEmpty()) {
                found.strange().forEach(file::drop);
                file.commit();
            }
            good = true;
            return new Opened(file, found.kept());
        } catch (IOException | MVStoreException e) {
            throw new UnusableState("it cannot be written", e);
        } finally {
            if (!good) {
                file.abandon();
            }
        }
    }
}
