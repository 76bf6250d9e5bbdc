// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret between the runtime and this process. Never printed. */
public final class Key {
    private final byte[] secret;

    /** @param secret not empty */
    public Key(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the key is empty");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether an Authorization header, which may be null, carries the key. Takes the same time for every wrong one. */
    boolean opens(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        byte[] given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(secret, given);
    }

    /** Shows that this process knows the key, without telling it: hex of HMAC-SHA256 of {@code paddock-worker:PORT}. */
    String proof(int port) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] proof = mac.doFinal(("paddock-worker:" + port).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(proof);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
