// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.spi.revision.RevisionChange;

/** A revision that comes as a plain bundle: it is kept, and a feature made of it, when it is installed. */
final class BundleChange implements RevisionChange {
    private final FeatureChange.Plan plan;
    private final Ledger.Content content;
    private final Preparation preparation;
    private volatile FeatureChange made; // null until it is installed; the steps come one after the other

    BundleChange(FeatureChange.Plan plan, Ledger.Content content, Preparation preparation) {
        this.plan = plan;
        this.content = content;
        this.preparation = preparation;
    }

    @Override
    public Names names() {
        return plan.names();
    }

    @Override
    public void install() {
        made = preparation.keep(plan, content);
        made.install();
    }

    @Override
    public void start() {
        made.start();
    }

    @Override
    public void commit() {
        made.commit();
    }

    @Override
    public void undo() {
        if (made != null) {
            made.undo();
        }
    }
}
