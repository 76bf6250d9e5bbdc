// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Capability;
import io.paddock.api.ModelListing;
import io.paddock.api.Support;
import io.paddock.gguf.GgufFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model file as it was when last looked at.
 *
 * @param id its name without {@code .gguf}
 * @param path where it lies
 * @param sizeBytes its size, or -1 for one of another machine
 * @param modifiedMs when it was last written
 * @param header what it says, or null when there is a problem
 * @param problem why it cannot be used, as the end of a sentence, or null
 */
record ModelFile(String id, Path path, long sizeBytes, long modifiedMs, GgufFile header, String problem) {
    private static final long UNKNOWN = -1;
    private static final long SMALL = 64L << 20;
    private static final long MIDDLE = 1L << 30;

    /** A file of another machine: nothing is known of it but where it lies. */
    static ModelFile elsewhere(String id, String path) {
        return new ModelFile(
                id, Path.of(path), UNKNOWN, UNKNOWN, new GgufFile(0, 0, Map.of(), List.of(), List.of()), null);
    }

    /** Its path, as a program on its machine takes it. */
    String place() {
        return sizeBytes == UNKNOWN
                ? path.toString().replace('\\', '/')
                : path.toAbsolutePath().toString();
    }

    /** Longest context in tokens, if the file says. */
    Optional<Long> contextLength() {
        return header == null ? Optional.empty() : header.contextLength();
    }

    /** How many requests to compute at once when nobody says: the memory for contexts grows with it. */
    int parallelBySize() {
        if (sizeBytes == UNKNOWN) {
            return 4;
        }
        if (sizeBytes <= SMALL) {
            return 8;
        }
        return sizeBytes <= MIDDLE ? 4 : 1;
    }

    /** What makes it another file. */
    Map<String, Object> identity() {
        return Map.of("model_path", place(), "model_size", sizeBytes, "model_modified_ms", modifiedMs);
    }

    /** How it is shown to others; only for a file without a problem. */
    ModelListing listing(Map<Capability, Support> capabilities) {
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put("architecture", header.architecture());
        metadata.put("chat_template", header.hasChatTemplate());
        header.text("general.name").ifPresent(name -> metadata.put("name", name));
        return new ModelListing(
                id, LlamaCppBackend.ID, sizeBytes, contextLength().orElse(null), capabilities, metadata);
    }
}
