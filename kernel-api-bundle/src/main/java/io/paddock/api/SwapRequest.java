// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * A backend shall be replaced by another revision of it: other code, another configuration, or both.
 *
 * @param backend id of the backend
 * @param source where the new revision is: a {@code mvn:}, {@code file:} or other URL of a bundle, or of a features file
 *     followed by {@code #} and the name of a feature; a path of a file on the runtime's machine will do. Null: the code
 *     that serves now, which needs a configuration that is another
 * @param configuration what is another way in its configuration
 * @param terms how
 */
public record SwapRequest(String backend, String source, SwapConfiguration configuration, SwapTerms terms) {
    public SwapRequest {
        requireNonNull(backend, "backend is null");
        requireNonNull(configuration, "configuration is null");
        requireNonNull(terms, "terms is null");
        if (configuration.isEmpty()) {
            requireNonNull(source, "source is null");
        }
    }

    /** Other code with the same configuration. */
    public SwapRequest(String backend, String source, SwapTerms terms) {
        this(backend, source, SwapConfiguration.NONE, terms);
    }
}
