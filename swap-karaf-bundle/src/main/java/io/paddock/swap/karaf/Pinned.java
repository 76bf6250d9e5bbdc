// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Bundles whose native code is loaded into this JVM. It belongs to the class loader that loaded it first and stays until
 * the JVM ends, so another revision of such a bundle, or of a fragment of it, could not load its own.
 *
 * @param names their symbolic names
 */
record Pinned(Set<String> names) {
    /** Where bundles that load native code say so: symbolic names with commas between them. */
    static final String PROPERTY = "paddock.native.pinned";

    /** Those of now. */
    static Pinned now() {
        return told(System.getProperty(PROPERTY, ""));
    }

    static Pinned told(String words) {
        return new Pinned(Arrays.stream(words.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Fails with {@link ErrorCode#NATIVE_PINNED} if that bundle must not come. */
    void check(BundleHead coming) {
        if (names.contains(coming.name()) || (coming.host() != null && names.contains(coming.host()))) {
            throw new InferenceException(
                    ErrorCode.NATIVE_PINNED,
                    coming + " has native code of which another revision is loaded into the runtime until that ends;"
                            + " serve in a process of its own (llama.cpp: engine = worker), restart the runtime, and"
                            + " swap then");
        }
    }
}
