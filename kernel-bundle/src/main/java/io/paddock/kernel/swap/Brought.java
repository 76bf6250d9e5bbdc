// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.Succession.Incumbent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The backends that one bundle brings, in one revision of it: one, or one for each of its configurations.
 *
 * @param byId never empty
 */
record Brought(Map<String, Revised.Revision> byId) {
    static Brought of(Collection<Revised.Revision> all) {
        Map<String, Revised.Revision> byId = new TreeMap<>();
        all.forEach(one -> byId.put(one.id(), one));
        return new Brought(byId);
    }

    Set<String> ids() {
        return byId.keySet();
    }

    List<Revised.Revision> all() {
        return List.copyOf(byId.values());
    }

    /** The one of the same backend as that instance. */
    Revised.Revision like(Incumbent instance) {
        return byId.get(instance.key().endpoint().backend());
    }
}
