// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** The refs that this runtime gives out, and the two numbers in each. Pure. */
final class LeaseRefs {
    private static final String PREFIX = "lease-";
    private static final int DIGITS = 16;
    private static final int SLOT_DIGITS = 6;
    private static final int LENGTH = PREFIX.length() + 2 * DIGITS;
    private static final byte[] FORM = (PREFIX + "0".repeat(2 * DIGITS)).getBytes(ISO_8859_1);
    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);
    private static final byte[] VALUES = values(); // of digits, -1 for what is none: no branch that nobody can foresee

    private LeaseRefs() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (byte value = 0; value < HEX.length; value++) {
            values[HEX[value]] = value;
        }
        return values;
    }

    static String of(long high, long low) {
        byte[] ref = FORM.clone();
        write(high, ref, PREFIX.length());
        write(low, ref, PREFIX.length() + DIGITS);
        return new String(ref, ISO_8859_1);
    }

    private static void write(long number, byte[] ref, int from) {
        for (int i = 0; i < DIGITS; i++) {
            ref[from + i] = HEX[(int) (number >>> (4 * (DIGITS - 1 - i))) & 0xf];
        }
    }

    /** Whether it is as long as ours are. */
    static boolean hasLength(String ref) {
        return ref.length() == LENGTH;
    }

    /** Whether it is one of ours, in the one way in which it can be written. */
    static boolean isOurs(String ref) {
        if (!hasLength(ref) || !ref.startsWith(PREFIX)) {
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
        return number(ref, PREFIX.length(), DIGITS);
    }

    /** The second number of one of ours. */
    static long low(String ref) {
        return number(ref, PREFIX.length() + DIGITS, DIGITS);
    }

    /** The last six digits of one of ours; any number for another one that has its length. */
    static int end(String ref) {
        return (int) number(ref, LENGTH - SLOT_DIGITS, SLOT_DIGITS);
    }

    private static long number(String ref, int from, int digits) {
        long number = 0;
        for (int i = from; i < from + digits; i++) {
            number = (number << 4) | digit(ref.charAt(i));
        }
        return number;
    }

    /** Its value, negative when it is none. */
    private static int digit(char c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }
}
