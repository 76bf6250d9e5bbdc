// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ModelListing;
import io.paddock.kernel.instance.PlainValues;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The models that one backend offers, as plain values; remembers their names. Thread-safe. */
final class Offer {
    private volatile Set<String> names; // or null

    /** What the backend listed, without any object of its classes. */
    List<ModelListing> plain(String backend, List<ModelListing> listed) {
        List<ModelListing> plain = listed.stream()
                .map(model -> new ModelListing(
                        model.id(),
                        backend,
                        model.sizeBytes(),
                        model.contextLength(),
                        model.capabilities(),
                        PlainValues.map(model.metadata())))
                .toList();
        names = plain.stream().flatMap(model -> model.names().stream()).collect(Collectors.toUnmodifiableSet());
        return plain;
    }

    /** Names that the models answered to when they were last listed, or null when they never were. */
    Set<String> names() {
        return names;
    }
}
