// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Headers that go with every call: checked, by lower-case name, never printed with their values.
 *
 * @param byName values by lower-case name
 */
public record CallHeaders(Map<String, String> byName) {
    private static final String AUTHORIZATION = "authorization";
    private static final int MAX_VALUE = 8192;
    /** Names that belong to the connection; the client sets them itself. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    public CallHeaders {
        byName = Map.copyOf(byName);
    }

    /** No headers. */
    public static CallHeaders none() {
        return new CallHeaders(Map.of());
    }

    /**
     * Checks and takes {@code headers}.
     *
     * @throws IllegalArgumentException saying what is wrong, without any value
     */
    public static CallHeaders of(Map<?, ?> headers) {
        Map<String, String> checked = new TreeMap<>();
        headers.forEach((name, value) -> checked.put(checkedName(name), checkedValue(name, value)));
        return new CallHeaders(checked);
    }

    /**
     * The same with {@code key} as bearer; a null or blank key changes nothing.
     *
     * @throws IllegalArgumentException when no header can hold the key
     */
    public CallHeaders withBearer(String key) {
        if (key == null || key.isBlank()) {
            return this;
        }
        String trimmed = key.strip();
        if (trimmed.length() > MAX_VALUE || !trimmed.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the key has characters that no header can hold");
        }
        Map<String, String> more = new TreeMap<>(byName);
        more.put(AUTHORIZATION, "Bearer " + trimmed);
        return new CallHeaders(more);
    }

    /** What stands for these headers in an identity: tells two sets apart, gives none away. */
    public String fingerprint() {
        if (byName.isEmpty()) {
            return "";
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(byName).forEach((name, value) -> {
                sha256.update((name.length() + ":" + name + value.length() + ":").getBytes(UTF_8));
                sha256.update(value.getBytes(UTF_8));
            });
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String checkedName(Object name) {
        String text = String.valueOf(name).strip().toLowerCase(Locale.ROOT);
        if (!text.matches("[a-z0-9!#$%&'*+.^_`|~-]{1,128}")) {
            throw new IllegalArgumentException("a header name is not a plain word");
        }
        if (RESERVED.contains(text)) {
            throw new IllegalArgumentException("header '" + text + "' belongs to the connection and cannot be set");
        }
        return text;
    }

    private static String checkedValue(Object name, Object value) {
        String text = value == null ? "" : value.toString().strip();
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 127);
        if (!(value instanceof String) || text.isEmpty() || text.length() > MAX_VALUE || !printable) {
            throw new IllegalArgumentException("header '" + name + "' must be a printable text, not empty");
        }
        return text;
    }

    /** Values are secrets: only names are printed. */
    @Override
    public String toString() {
        return "CallHeaders" + new TreeMap<>(byName).keySet();
    }
}
