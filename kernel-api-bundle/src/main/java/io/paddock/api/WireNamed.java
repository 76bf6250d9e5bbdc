// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A constant with a stable name on the wire: its Java name in lower case. */
public interface WireNamed {
    /** The Java name of the constant. */
    String name();

    /** The name used in JSON, in the console and in messages, for example {@code runtime_managed}. */
    default String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds the constant of {@code type} with that wire name; empty when there is none. */
    static <E extends Enum<E> & WireNamed> Optional<E> parse(Class<E> type, String wireName) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.wireName().equals(wireName))
                .findFirst();
    }
}
