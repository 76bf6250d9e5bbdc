// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;

/**
 * What an ensure call would do, without doing it.
 *
 * @param model the wanted model, or null when none is named
 * @param consumer name of the consumer
 * @param items the backends that were considered, the best first: the first is the one that would serve the request, if any
 *     would
 */
public record Explanation(String model, String consumer, List<BackendVerdict> items) {
    public Explanation {
        items = List.copyOf(items);
    }
}
