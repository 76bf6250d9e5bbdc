// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write and read them. */
public final class Times {
    // Few enough digits that no unit can overflow.
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})(ms|s|m|h)?");

    private static final Duration HALF_SECOND = Duration.ofMillis(500);

    private Times() {}

    /** Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}; a number alone is milliseconds. */
    public static Optional<Duration> parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        return shape.matches() ? Optional.of(of(Long.parseLong(shape.group(1)), shape.group(2))) : Optional.empty();
    }

    private static Duration of(long number, String unit) {
        if (unit == null) {
            return Duration.ofMillis(number);
        }
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMillis(number);
        };
    }

    /** The two largest units, rounded to seconds: {@code 250ms}, {@code 12s}, {@code 3m 5s}, {@code 2h 10m}, {@code 4d 1h}. */
    public static String shown(Duration time) {
        if (time.isNegative() || time.isZero()) {
            return "0s";
        }
        if (time.toSeconds() < 1) {
            return Math.max(1, time.toMillis()) + "ms";
        }
        Duration rounded = Duration.ofSeconds(time.plus(HALF_SECOND).toSeconds());
        if (rounded.toMinutes() < 1) {
            return rounded.toSeconds() + "s";
        }
        if (rounded.toHours() < 1) {
            return pair(rounded.toMinutes(), "m", rounded.toSecondsPart(), "s");
        }
        return rounded.toDays() < 1
                ? pair(rounded.toHours(), "h", rounded.toMinutesPart(), "m")
                : pair(rounded.toDays(), "d", rounded.toHoursPart(), "h");
    }

    private static String pair(long large, String largeUnit, int small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + " " + small + smallUnit;
    }
}
