// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes two wishes the same: backend id and a digest of every option that changes behaviour. Equal keys share an
 * instance. Timings, metadata and secrets are never part of it.
 *
 * @param backend id of the backend
 * @param digest lower-case hex of SHA-256
 */
public record EndpointKey(String backend, String digest) {
    public EndpointKey {
        requireNonNull(backend, "backend is null");
        if (backend.isBlank()) {
            throw new IllegalArgumentException("backend is blank");
        }
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("digest is not 64 lower-case hex digits");
        }
    }

    /** The key of {@code behaviour}, whatever the order of its entries at any depth; values are compared as text. */
    public static EndpointKey of(String backend, Map<String, ?> behaviour) {
        MessageDigest sha256 = sha256();
        new TreeMap<String, Object>(behaviour).forEach((name, value) -> {
            absorb(sha256, name);
            absorb(sha256, canonical(value));
        });
        return new EndpointKey(backend, HexFormat.of().formatHex(sha256.digest()));
    }

    /** Nested maps in the order of their names, so that equal wishes have equal texts. */
    private static String canonical(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, inner) -> sorted.put(String.valueOf(name), inner));
            StringBuilder text = new StringBuilder("map:");
            sorted.forEach((name, inner) -> text.append(sized(name)).append(sized(canonical(inner))));
            return text.toString();
        }
        if (value instanceof Collection<?> items) {
            StringBuilder text = new StringBuilder("list:");
            items.forEach(item -> text.append(sized(canonical(item))));
            return text.toString();
        }
        return String.valueOf(value);
    }

    private static String sized(String text) {
        return text.length() + ":" + text;
    }

    // Lengths first, so that no two different maps feed the digest the same bytes.
    private static void absorb(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Short form for people: backend and twelve digits. */
    @Override
    public String toString() {
        return backend + "-" + digest.substring(0, 12);
    }
}
