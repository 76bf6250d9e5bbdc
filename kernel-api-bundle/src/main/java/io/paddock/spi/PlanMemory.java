// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The kernel's short memory of what backends planned, a service for backends whose plans depend on more than the spec:
 * an engine that was chosen, a program that was replaced. Without a word from them a change counts within seconds.
 * Thread-safe; never blocks.
 */
@ProviderType
public interface PlanMemory {
    /**
     * Makes the kernel plan anew for every wish from now on; instances that run are left alone.
     *
     * @param backend the id of the backend; one that is not registered is passed over
     */
    void forget(String backend);
}
