// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as people read them: the time of day where the runtime runs. */
final class ClockText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private ClockText() {}

    static String of(Instant at, ZoneId zone) {
        return TIME.format(at.atZone(zone));
    }
}
