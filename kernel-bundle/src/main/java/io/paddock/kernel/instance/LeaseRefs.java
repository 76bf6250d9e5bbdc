// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.HexFormat;

/** The refs that this runtime gives out, and the two numbers in each. Pure. */
final class LeaseRefs {
    private static final String PREFIX = "lease-";
    private static final int DIGITS = 16;
    private static final int LENGTH = PREFIX.length() + 2 * DIGITS;
    private static final HexFormat HEX = HexFormat.of();

    private LeaseRefs() {}

    static String of(long high, long low) {
        return PREFIX + HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /** Whether it is one of ours, in the one way in which it can be written. */
    static boolean isOurs(String ref) {
        if (ref.length() != LENGTH || !ref.startsWith(PREFIX)) {
            return false;
        }
        int wrong = 0;
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            wrong |= digit(ref.charAt(i));
        }
        return wrong >= 0;
    }

    /** The first number of one of ours. */
    static long high(String ref) {
        return number(ref, PREFIX.length());
    }

    /** The second number of one of ours. */
    static long low(String ref) {
        return number(ref, PREFIX.length() + DIGITS);
    }

    private static long number(String ref, int from) {
        long number = 0;
        for (int i = from; i < from + DIGITS; i++) {
            number = (number << 4) | digit(ref.charAt(i));
        }
        return number;
    }

    /** Its value, negative when it is none. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
