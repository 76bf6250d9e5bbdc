// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** SHA-256 of archives. */
final class Checksum {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int CHUNK = 1 << 16;

    private Checksum() {}

    /** What somebody gave, in lower case; null stays null. */
    static String given(String sha256) {
        if (sha256 == null) {
            return null;
        }
        String lower = sha256.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(lower).matches()) {
            throw Refusal.of("sha256", "sha256 must be the 64 hex digits that sha256sum prints");
        }
        return lower;
    }

    /** That of a file, in lower-case hex. */
    static String of(Path file, Patience patience) throws IOException {
        MessageDigest digest = fresh();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
                patience.check();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Refuses what is not what was asked for. */
    static void compare(String wanted, String found) {
        if (wanted != null && !wanted.equals(found)) {
            throw Refusal.of(
                    "sha256", "the archive is another one: its SHA-256 is " + found + "; nothing of it was unpacked");
        }
    }

    static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
