// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The verbs of the console ({@code paddock:backends} and so on) for callers that have no Karaf shell. They call the
 * services of this package; they are no way to run other shell commands. Thread-safe.
 */
@ProviderType
public interface Verbs {
    /** Names of all verbs, with the {@code paddock:} prefix, sorted. */
    List<String> names();

    /**
     * Runs one verb. Blocks until it is done, so call it on a thread that may wait; an interrupt ends it.
     *
     * @param line verb and arguments as typed; words may be quoted with single or double quotes
     * @param output where its text goes, as it comes
     * @return 0 when it succeeded, 1 when it failed, 2 when the line is not understood
     */
    int run(String line, VerbOutput output);
}
