// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A llama-server that was added.
 *
 * @param name what it is called
 * @param program the program; absolute
 * @param place the folder, file or URL it was added from
 * @param sha256 digest of its archive, or null for a folder
 * @param addedAt when it was added
 */
public record AddedServer(String name, Path program, String place, String sha256, Instant addedAt) {
    public AddedServer {
        requireNonNull(name, "name is null");
        requireNonNull(program, "program is null");
        requireNonNull(place, "place is null");
        requireNonNull(addedAt, "addedAt is null");
    }

    /** Where it is from, in words. */
    public String origin() {
        return sha256 == null ? "a folder that was added" : "an archive that was added";
    }
}
