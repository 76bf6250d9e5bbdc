// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/** SHA-256 over names and contents of files. */
final class Digest {
    private Digest() {}

    /** Lower-case hex. */
    static String of(SortedMap<String, Content> files) throws IOException {
        MessageDigest whole = sha256();
        byte[] buffer = new byte[1 << 16];
        for (Map.Entry<String, Content> file : files.entrySet()) {
            whole.update((file.getKey() + "\0").getBytes(StandardCharsets.UTF_8));
            // Digests have one length, so no two sets of files feed the same bytes.
            whole.update(one(file.getValue(), buffer));
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    private static byte[] one(Content content, byte[] buffer) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = content.open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
