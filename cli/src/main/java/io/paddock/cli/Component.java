// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.util.Comparator;

/**
 * One library of the distribution.
 *
 * @param group Maven group, empty when it is not known
 * @param name Maven artifact, or the file's name without its ending
 * @param version its version, empty when it is not known
 * @param licence as its manifest names it, empty when it does not
 * @param sha256 of the file, in hex
 */
record Component(String group, String name, String version, String licence, String sha256)
        implements Comparable<Component> {
    private static final Comparator<Component> ORDER = Comparator.comparing(Component::group)
            .thenComparing(Component::name)
            .thenComparing(Component::version)
            .thenComparing(Component::sha256);

    /** Its package URL; without a group only a generic one can be given. */
    String purl() {
        String at = version.isEmpty() ? "" : "@" + version;
        return group.isEmpty() ? "pkg:generic/" + name + at : "pkg:maven/" + group + "/" + name + at;
    }

    @Override
    public int compareTo(Component other) {
        return ORDER.compare(this, other);
    }
}
