// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * Where a new engine comes from.
 *
 * @param place a folder, an archive ({@code .tar.gz} or {@code .zip}), or an {@code http}, {@code https} or {@code file}
 *     URL of an archive
 * @param sha256 what the archive's SHA-256 must be, as 64 hex digits; null when it is not to be checked, which a URL does
 *     not allow
 * @param name how to call the engine, or null to have it named after its version
 */
public record EngineSource(String place, String sha256, String name) {
    public EngineSource {
        requireNonNull(place, "place is null");
    }
}
