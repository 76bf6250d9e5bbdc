// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.time.Duration;

/**
 * How much an added engine may cost.
 *
 * @param archiveBytes size of an archive
 * @param treeBytes size of everything in it, unpacked
 * @param entries number of entries
 * @param silence how long a server may send nothing
 * @param whole how long fetching and unpacking may take together
 */
public record Limits(long archiveBytes, long treeBytes, int entries, Duration silence, Duration whole) {
    private static final long GIB = 1L << 30;

    /** Large enough for a build with all of CUDA's libraries. */
    public static final Limits DEFAULT =
            new Limits(4 * GIB, 12 * GIB, 20_000, Duration.ofSeconds(30), Duration.ofMinutes(20));
}
