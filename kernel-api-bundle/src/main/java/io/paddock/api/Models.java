// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The models that the registered backends can serve now. Thread-safe; no method blocks. */
@ProviderType
public interface Models {
    /** All models, sorted by id; a backend that fails to answer costs only its own models. */
    CompletableFuture<List<ModelListing>> list();
}
