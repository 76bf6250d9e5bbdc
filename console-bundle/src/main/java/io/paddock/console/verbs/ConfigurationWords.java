// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.SwapConfiguration;
import io.paddock.console.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What shall be another way in a configuration, as people write it. */
final class ConfigurationWords {
    private ConfigurationWords() {}

    /** Reads {@code KEY=VALUE} words and keys; a key with several values has a list of them. */
    static SwapConfiguration read(List<String> set, List<String> unset) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String word : set) {
            int equals = word.indexOf('=');
            if (equals < 1) { // and what follows may be secret
                throw new UsageException("--set needs KEY=VALUE.");
            }
            values.merge(word.substring(0, equals), word.substring(equals + 1), ConfigurationWords::both);
        }
        return new SwapConfiguration(values, unset);
    }

    private static Object both(Object before, Object more) {
        List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
        all.add(more);
        return List.copyOf(all);
    }
}
