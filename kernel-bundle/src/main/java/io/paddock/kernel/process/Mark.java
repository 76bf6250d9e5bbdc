// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a child of one run of one runtime is known by, and all that it starts: an entry of their environment that nobody
 * else has. It is no secret.
 *
 * @param run of the runtime, 32 hexadecimal digits that no other run has
 * @param number of the child in this run, from 1
 */
record Mark(String run, long number) {
    /** Name of the environment entry. */
    static final String NAME = "PADDOCK_CHILD";

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})\\.([1-9][0-9]{0,17})");
    private static final int RUN_BYTES = 16;

    /** A name for a run. */
    static String newRun() {
        byte[] bytes = new byte[RUN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The mark that reads so, or null. */
    static Mark parse(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? new Mark(form.group(1), Long.parseLong(form.group(2))) : null;
    }

    String entry() {
        return NAME + "=" + this;
    }

    @Override
    public String toString() {
        return run + "." + number;
    }
}
