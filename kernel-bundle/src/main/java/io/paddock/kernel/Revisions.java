// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The registered versions of one backend. Immutable.
 *
 * @param newestFirst never empty
 */
record Revisions(List<Registration> newestFirst) {
    private static final Comparator<Registration> NEWEST_FIRST = Comparator.comparing(
                    (Registration one) -> one.manifest().version(), new VersionOrder())
            .reversed();

    static Revisions of(Registration only) {
        return new Revisions(List.of(only));
    }

    /** Why {@code next}, whose manifest says {@code version}, cannot stand beside these. */
    Optional<String> refusal(Registration next, String version) {
        Registration any = newestFirst.get(0);
        if (!any.madeBy().equals(next.madeBy())) {
            return Optional.of("id_taken: the id '" + any.id() + "' belongs to another backend, version "
                    + any.manifest().version());
        }
        boolean known = newestFirst.stream().anyMatch(one -> sameVersion(one, version));
        return known
                ? Optional.of("same_revision: version " + version + " of backend '" + any.id()
                        + "' is registered already; give the new one another version, or update the old one in place")
                : Optional.empty();
    }

    private static boolean sameVersion(Registration one, String version) {
        return new VersionOrder().compare(one.manifest().version(), version) == 0;
    }

    Revisions with(Registration next) {
        List<Registration> all = new ArrayList<>(newestFirst);
        all.add(next);
        all.sort(NEWEST_FIRST);
        return new Revisions(List.copyOf(all));
    }

    /** The others; empty when there are none. */
    Optional<Revisions> without(Registration gone) {
        List<Registration> others =
                newestFirst.stream().filter(one -> one != gone).toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(new Revisions(others));
    }

    /** The one that takes new work: the newest that can work, else the newest. */
    Registration serving() {
        return newestFirst.stream().filter(Registration::available).findFirst().orElse(newestFirst.get(0));
    }
}
