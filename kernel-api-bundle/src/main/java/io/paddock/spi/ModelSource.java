// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import io.paddock.api.ModelListing;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Implemented by a {@link Backend} that knows which models it can serve. */
@ConsumerType
public interface ModelSource {
    /**
     * The models that can be served now. Called on a worker thread.
     *
     * @param budget how long the call may take
     */
    List<ModelListing> models(Duration budget);
}
