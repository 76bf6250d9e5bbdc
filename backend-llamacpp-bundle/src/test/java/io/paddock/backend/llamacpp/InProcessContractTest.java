// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.spi.Backend;
import io.paddock.testkit.Trait;
import java.util.Set;

/** The backend contract for the engine inside this JVM; {@link InProcessTest} has what it does when it runs. */
class InProcessContractTest extends LlamaCppContractTest {
    @Override
    protected Backend backend() {
        return backend("in-process");
    }

    @Override
    protected Set<Trait> lacks() {
        return Set.of(Trait.API_KEY, Trait.HTTP_SERVER); // its driver brings its own server, not one on a given port
    }
}
