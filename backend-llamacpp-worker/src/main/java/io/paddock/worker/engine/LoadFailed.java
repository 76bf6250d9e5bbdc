// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

/** A model cannot be loaded. The message is a sentence for people and holds no path. */
public final class LoadFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public LoadFailed(String message) {
        super(message);
    }
}
