// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.kernel.instance.Roster;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What callers see of backends.
 *
 * @param backends all of them
 * @param roster all instances
 */
record BackendPictures(BackendTable backends, Roster roster) {
    /** With those that were refused because their id is taken; sorted by id. */
    List<BackendSnapshot> all() {
        Stream<BackendSnapshot> known = backends.all().stream().map(this::of);
        Stream<BackendSnapshot> refused = backends.refused().stream()
                .map(one -> new BackendSnapshot(one.declared(), BackendState.REFUSED, one.rejection(), 0));
        return Stream.concat(known, refused)
                .sorted(Comparator.comparing(one -> one.manifest().backend()))
                .toList();
    }

    BackendSnapshot of(Registration registration) {
        Standing standing = registration.standing();
        int count = roster.count(registration.origin().registration());
        return new BackendSnapshot(registration.manifest(), standing.state(), standing.detail(), count);
    }
}
