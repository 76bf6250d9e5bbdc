// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.revision;

import io.paddock.api.InferenceException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One revision on its way in, and another on its way out. The steps are called once each, in the order of their
 * declaration, on worker threads; they may block. {@link #undo} may come after any of them but {@link #commit}, and
 * after one that failed.
 */
@ConsumerType
public interface RevisionChange {
    /** The two revisions, for people. */
    record Names(String from, String to) {}

    /** What it changes. */
    Names names();

    /**
     * Installs the new revision beside the old one; it resolves, and does not run.
     *
     * @throws InferenceException when it cannot be
     */
    void install();

    /** Starts it; its backend service appears. */
    void start();

    /**
     * The new one stays, also over a restart of the runtime, and the old one goes. Completes what it can: what fails
     * here is not undone.
     */
    void commit();

    /** The new one goes; the old one is as it was before. */
    void undo();
}
