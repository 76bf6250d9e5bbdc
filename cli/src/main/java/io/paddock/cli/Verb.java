// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.util.List;

/** One word that the launcher understands. */
interface Verb {
    /**
     * Does it.
     *
     * @param args what stands behind the verb
     * @return the exit code
     * @throws CliFailure when it cannot go on; the message goes to the terminal
     */
    int run(List<String> args) throws CliFailure, IOException, InterruptedException;
}
