// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

/**
 * What an entry is about.
 *
 * @param backend id of the backend, or null
 * @param instanceId the instance, or null
 * @param endpointId the endpoint, or null
 * @param generation generation of the endpoint, or null
 * @param swapId the swap, or null
 */
public record About(String backend, String instanceId, String endpointId, Long generation, String swapId) {
    /** About no swap. */
    public About(String backend, String instanceId, String endpointId, Long generation) {
        this(backend, instanceId, endpointId, generation, null);
    }

    /** About a backend as such. */
    public static About backend(String backend) {
        return new About(backend, null, null, null);
    }

    /** About a swap of a backend, or of an alias of it. */
    public static About swap(String backend, String id) {
        return new About(backend, null, null, null, id);
    }
}
