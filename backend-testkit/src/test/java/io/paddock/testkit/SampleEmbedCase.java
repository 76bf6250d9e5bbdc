// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import java.util.Map;

/** The contract for the sample that runs inside this JVM; run by {@link ContractSelfTest}. */
class SampleEmbedCase extends EmbeddedContract {
    @Override
    protected Backend backend() {
        return new SampleEmbedded(SampleAttachCase.DEFECT.get());
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec("sample", target.model(), null, null, Map.of());
    }

    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec("sample", "tiny", null, null, Map.of("root_url", "::"));
    }
}
