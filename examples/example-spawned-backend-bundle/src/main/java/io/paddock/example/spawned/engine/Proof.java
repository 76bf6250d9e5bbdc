// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How an engine shows that it holds the key of its instance without telling it. */
public final class Proof {
    private static final String ALGORITHM = "HmacSHA256";

    private Proof() {}

    /** What the holder of {@code key} says on {@code port}; the empty text when there is no key. */
    public static String of(String key, int port) {
        if (key.isEmpty()) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(("echo:" + port).getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
