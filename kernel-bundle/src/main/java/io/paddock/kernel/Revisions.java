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
 * @param chosen the one that takes new work whatever its version, or null
 */
record Revisions(List<Registration> newestFirst, Registration chosen) {
    private static final Comparator<Registration> NEWEST_FIRST = Comparator.comparing(
                    (Registration one) -> one.manifest().version(), new VersionOrder())
            .reversed();

    static Revisions of(Registration only) {
        return new Revisions(List.of(only), null);
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
        return new Revisions(List.copyOf(all), chosen);
    }

    /** The others; empty when there are none. */
    Optional<Revisions> without(Registration gone) {
        List<Registration> others =
                newestFirst.stream().filter(one -> one != gone).toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(new Revisions(others, chosen == gone ? null : chosen));
    }

    /** The same, with one that takes new work whatever its version; null: the newest that can work takes it. */
    Revisions choosing(Registration one) {
        return new Revisions(newestFirst, one);
    }

    /** A swap is over: while what lost stays, it is held back and the choice lasts. */
    Revisions decided() {
        if (chosen != null) {
            newestFirst.forEach(one -> one.hold(one != chosen));
        }
        return settled();
    }

    /** A choice lasts while something is held back beside something that is not. */
    Revisions settled() {
        boolean undecided = newestFirst.stream().anyMatch(Registration::held)
                && newestFirst.stream().anyMatch(one -> !one.held());
        if (undecided) {
            return this;
        }
        newestFirst.forEach(one -> one.hold(false));
        return choosing(null);
    }

    /** The one that takes new work: the chosen one, else the newest that can work, else the newest. */
    Registration serving() {
        if (chosen != null && chosen.available()) {
            return chosen;
        }
        List<Registration> open =
                newestFirst.stream().filter(one -> !one.held()).toList();
        List<Registration> all = open.isEmpty() ? newestFirst : open;
        return all.stream().filter(Registration::available).findFirst().orElse(all.get(0));
    }
}
