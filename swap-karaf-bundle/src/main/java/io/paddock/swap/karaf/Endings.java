// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.net.URI;
import java.util.Arrays;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends changes: of one that was committed the old revision goes, of another the new one. The same for a change that
 * this runtime began and for one that an earlier run of it left open. What fails stays written down, so that the next
 * swap of the backend, or the next run, tries it again. Blocks.
 */
record Endings(Features features, Ledger ledger, Tailor tailor, BundleContext context) {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    /**
     * Ends what earlier changes of that backend left open, so that nothing written down is lost for the next one.
     *
     * @throws InferenceException ({@link ErrorCode#REVISION_REFUSED}) when it still cannot be ended
     */
    void endEarlier(String backend) {
        try {
            endOpen(change -> change.backend().equals(backend));
        } catch (RuntimeException e) {
            LOG.warn("what an earlier swap of backend '{}' left cannot be ended", backend, e);
            throw new InferenceException(
                    ErrorCode.REVISION_REFUSED,
                    "an earlier swap of backend '" + backend
                            + "' is not at its end, and that failed again; the log says why. See to that, or restart the"
                            + " runtime, and swap then");
        }
    }

    /** Ends those of the open changes; never two at a time, so that none is ended twice. */
    void endOpen(Predicate<Change> which) {
        synchronized (ledger) {
            ledger.open().stream().filter(which).forEach(this::end);
        }
    }

    void end(Change change) {
        if (change.committed()) {
            removeOld(change);
        } else {
            removeNew(change);
        }
        ledger.strike(change);
    }

    private void removeOld(Change change) {
        if (change.oldFeature() != null) {
            features.uninstall(change.oldFeature());
        }
        Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getLocation().equals(change.oldBundle()))
                .forEach(Endings::uninstall);
        dropRepository(change.oldRepository());
        ledger.drop(change.oldBundle());
        tailor.settings().delete(change.oldSettings());
    }

    private void removeNew(Change change) {
        features.uninstall(change.newFeature());
        tailor.settings().delete(change.newSettings());
        switch (change.came()) {
            case MADE -> {
                String bundle = bundleIn(change);
                dropRepository(change.newRepository());
                ledger.drop(bundle);
            }
            case ADDED -> features.forget(URI.create(change.newRepository()));
            case KNOWN -> {}
        }
    }

    /** Its own file may be gone already: then an earlier run of the runtime came so far, and was killed. */
    private String bundleIn(Change change) {
        try {
            return features.read(URI.create(change.newRepository()), nameOf(change.newFeature()))
                    .map(feature -> feature.getBundles()
                            .get(feature.getBundles().size() - 1)
                            .getLocation())
                    .orElse(null);
        } catch (Features.Failure e) {
            LOG.warn("{} cannot be read any more", change.newRepository(), e);
            return null;
        }
    }

    private static String nameOf(String feature) {
        return feature.split("/", 2)[0];
    }

    private void dropRepository(String repository) {
        if (ledger.keeps(repository)) {
            features.forget(URI.create(repository));
            ledger.drop(repository);
        }
    }

    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw new IllegalStateException(
                    bundle.getSymbolicName() + " " + bundle.getVersion() + " cannot be uninstalled", e);
        }
    }
}
