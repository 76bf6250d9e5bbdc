// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.util.Objects.requireNonNull;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Problem;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapTerms;

/**
 * What is to be swapped: a backend by a revision from a source, with another configuration, or both; or what an alias
 * stands for by another target.
 */
record SwapBody(
        String backend,
        String source,
        SwapConfiguration configuration,
        String alias,
        ModelTarget target,
        SwapTerms terms) {
    SwapBody {
        if (alias == null) {
            refuseBeside("backend", "target", target);
            requireNonNull(backend, "backend is null");
            if (configuration.isEmpty()) {
                requireNonNull(source, "source is null");
            }
        } else {
            refuseBeside("alias", "backend", backend);
            refuseBeside("alias", "source", source);
            refuseBeside("alias", "configuration", configuration.isEmpty() ? null : configuration);
            requireNonNull(target, "target is null");
        }
    }

    private static void refuseBeside(String named, String other, Object value) {
        if (value != null) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    other,
                    "a swap of " + named + " has no " + other
                            + ": a backend is swapped by a source or a configuration, an alias by a target"));
        }
    }

    boolean ofModel() {
        return alias != null;
    }

    ModelSwapRequest model() {
        return new ModelSwapRequest(alias, target, terms);
    }

    SwapRequest revision() {
        return new SwapRequest(backend, source, configuration, terms);
    }
}
