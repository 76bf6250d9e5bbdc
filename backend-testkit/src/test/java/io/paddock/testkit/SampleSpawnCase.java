// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import io.paddock.spi.Backend;

/** The contract for the sample that spawns; run by {@link ContractSelfTest}. */
class SampleSpawnCase extends SampleAttachCase {
    @Override
    protected Backend backend() {
        return new SampleBackend(DEFECT.get(), true);
    }
}
