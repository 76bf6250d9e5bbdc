// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders versions of a backend, oldest first: numbers by value, then the qualifier as text. One after a dot makes a
 * version newer ({@code 1.2.0.build7}), one after a dash comes before the version itself ({@code 1.2.0-rc1}). Pure.
 */
final class VersionOrder implements Comparator<String> {
    private static final int NUMBERS = 3;
    private static final Pattern VERSION = Pattern.compile(
            "(\\d{1,18})(?:\\.(\\d{1,18}))?(?:\\.(\\d{1,18}))?([.-][A-Za-z0-9_-]{1,32}(?:\\.[A-Za-z0-9_-]{1,32}){0,3})?");

    /** Whether that is a version at all. */
    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    @Override
    public int compare(String left, String right) {
        Matcher a = VERSION.matcher(left);
        Matcher b = VERSION.matcher(right);
        if (!a.matches() || !b.matches()) {
            throw new IllegalArgumentException("not a version: " + left + " or " + right);
        }
        for (int group = 1; group <= NUMBERS; group++) {
            int difference = number(a.group(group)).compareTo(number(b.group(group)));
            if (difference != 0) {
                return difference;
            }
        }
        String qualifierA = qualifier(a);
        String qualifierB = qualifier(b);
        int difference = Integer.compare(rank(qualifierA), rank(qualifierB));
        return difference != 0 ? difference : qualifierA.compareTo(qualifierB);
    }

    private static BigInteger number(String digits) {
        return digits == null ? BigInteger.ZERO : new BigInteger(digits);
    }

    private static String qualifier(Matcher version) {
        String qualifier = version.group(NUMBERS + 1);
        return qualifier == null ? "" : qualifier;
    }

    private static int rank(String qualifier) {
        return qualifier.isEmpty() ? 1 : qualifier.charAt(0) == '-' ? 0 : 2;
    }
}
