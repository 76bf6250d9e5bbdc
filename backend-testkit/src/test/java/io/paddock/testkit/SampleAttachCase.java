// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import java.util.Map;

/** The contract for the sample that attaches; run by {@link ContractSelfTest}, with a defect for the running thread. */
class SampleAttachCase extends BackendContract {
    static final ThreadLocal<Defect> DEFECT = ThreadLocal.withInitial(() -> Defect.NONE);

    @Override
    protected Backend backend() {
        return new SampleBackend(DEFECT.get(), false);
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec(
                "sample",
                target.model(),
                null,
                null,
                Map.of("root_url", target.url().toString()));
    }

    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec("sample", "tiny", null, null, Map.of("root_url", "::"));
    }
}
