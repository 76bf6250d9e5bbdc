// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.util.List;

/**
 * What outlived the run that started it.
 *
 * @param instance whose engine it was
 * @param pids the processes, not empty
 * @param gone whether they were ended
 */
public record Leftover(String instance, List<Long> pids, boolean gone) {
    public Leftover {
        pids = List.copyOf(pids);
    }
}
