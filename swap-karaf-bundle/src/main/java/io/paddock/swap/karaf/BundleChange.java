// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.spi.revision.RevisionChange;
import java.net.URI;

/** A revision that comes as a plain bundle: it is kept, and a feature made of it, when it is installed. */
final class BundleChange implements RevisionChange {
    private final Names names;
    private final BundleHead head;
    private final URI from;
    private final Change change;
    private final Preparation preparation;
    private volatile FeatureChange made; // null until it is installed; the steps come one after the other

    BundleChange(Names names, BundleHead head, URI from, Change change, Preparation preparation) {
        this.names = names;
        this.head = head;
        this.from = from;
        this.change = change;
        this.preparation = preparation;
    }

    @Override
    public Names names() {
        return names;
    }

    BundleHead head() {
        return head;
    }

    URI from() {
        return from;
    }

    Change change() {
        return change;
    }

    @Override
    public void install() {
        made = preparation.keep(this);
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
