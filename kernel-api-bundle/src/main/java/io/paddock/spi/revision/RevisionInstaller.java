// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.revision;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SwapConfiguration;
import org.osgi.annotation.versioning.ConsumerType;

/** Installs and uninstalls revisions of backends in the container. Called on worker threads; may block. */
@ConsumerType
public interface RevisionInstaller {
    /**
     * Looks at a new revision of the backend that a bundle brings. Touches nothing.
     *
     * @param bundleId the bundle of the revision that serves
     * @param source where the new one is, or null for the code that serves with another configuration
     * @param configuration what is another way in its configuration; empty: nothing
     * @throws InferenceException {@link ErrorCode#SAME_REVISION}, {@link ErrorCode#NATIVE_PINNED} or {@link
     *     ErrorCode#REVISION_REFUSED} when it cannot be installed beside the old one
     */
    RevisionChange prepare(String backend, long bundleId, String source, SwapConfiguration configuration);
}
