// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

/**
 * What an entry is about.
 *
 * @param backend id of the backend, or null
 * @param instanceId the instance, or null
 * @param endpointId the endpoint, or null
 * @param generation generation of the endpoint, or null
 */
public record About(String backend, String instanceId, String endpointId, Long generation) {
    /** About a backend as such. */
    public static About backend(String backend) {
        return new About(backend, null, null, null);
    }
}
