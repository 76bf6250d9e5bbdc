// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.spi.revision.RevisionChange;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One revision comes as a feature, and another one goes. Its steps are called one after the other. */
final class FeatureChange implements RevisionChange {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureChange.class);

    /**
     * What it does.
     *
     * @param names the two revisions, for people
     * @param head who the new one is
     * @param change what is written down about it
     * @param overlay what is another way in the configuration of the new one
     */
    record Plan(Names names, BundleHead head, Change change, Overlay overlay) {
        /** The same with its features file. */
        Plan in(String repository) {
            return new Plan(names, head, change.in(repository), overlay);
        }
    }

    private static final int LASTING = 0;

    private final Names names;
    private final BundleHead head;
    private final Change change;
    private final Overlay overlay;
    private final Endings endings;
    private final BundleContext context;
    private volatile boolean begun; // else nothing of it is to be undone; the steps come one after the other

    FeatureChange(Plan plan, Endings endings, BundleContext context) {
        this.names = plan.names();
        this.head = plan.head();
        this.change = plan.change();
        this.overlay = plan.overlay();
        this.endings = endings;
        this.context = context;
    }

    @Override
    public Names names() {
        return names;
    }

    @Override
    public void install() {
        endings.endEarlier(change.backend());
        begun = true;
        endings.ledger().write(change);
        try {
            endings.features().install(URI.create(change.newRepository()), change.newFeature());
        } catch (Features.Failure e) {
            LOG.warn("{} could not be installed", names.to(), e);
            throw new InferenceException(
                    ErrorCode.REVISION_REFUSED,
                    names.to() + " does not resolve or cannot be installed; the log says why");
        }
        Bundle bundle = installed()
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.REVISION_REFUSED, "the feature was installed, but brought no " + names.to()));
        if (bundle.getState() == Bundle.INSTALLED) {
            throw new InferenceException(ErrorCode.REVISION_REFUSED, names.to() + " does not resolve");
        }
        if (change.came() != Change.Came.MADE && change.oldFeature() != null) {
            checkWithoutOld();
        }
        endings.tailor().check(bundle, overlay);
    }

    /** A feature that somebody wrote may forget what the old one brought beside the backend. */
    private void checkWithoutOld() {
        try {
            endings.features().checkWithout(change.oldFeature());
        } catch (Features.Failure e) {
            LOG.warn("{} does not resolve without {}", names.to(), change.oldFeature(), e);
            throw new InferenceException(
                    ErrorCode.REVISION_REFUSED,
                    "feature " + change.newFeature() + " needs a bundle that only feature " + change.oldFeature()
                            + " brings, which is to go; name it in the new one (the log says what is missing)");
        }
    }

    private Optional<Bundle> installed() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> head.name().equals(bundle.getSymbolicName())
                        && head.version().equals(bundle.getVersion()))
                .findFirst();
    }

    @Override
    public void start() {
        if (change.newSettings() != null) {
            endings.tailor().settings().write(change.newSettings(), head, overlay);
        }
        start(Bundle.START_TRANSIENT); // until it is committed, another run of the runtime does not begin with it
    }

    private void start(int options) {
        try {
            installed().orElseThrow().start(options);
        } catch (BundleException e) {
            LOG.warn("{} does not start", names.to(), e);
            throw new InferenceException(ErrorCode.REVISION_REFUSED, names.to() + " does not start; the log says why");
        }
    }

    @Override
    public void commit() {
        start(LASTING); // first: once that it stays is written down, the old one may go
        Change committed = change.commit();
        endings.ledger().write(committed);
        endings.end(committed);
    }

    @Override
    public void undo() {
        if (begun) {
            endings.end(change);
        }
    }
}
