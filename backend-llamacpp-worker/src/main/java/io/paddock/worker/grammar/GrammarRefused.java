// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

/** A grammar or schema that is not supported. The message is a clause that names the place. */
public final class GrammarRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public GrammarRefused(String message) {
        super(message);
    }
}
