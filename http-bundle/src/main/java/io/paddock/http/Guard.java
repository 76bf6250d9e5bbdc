// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every request must pass before anything else looks at it, so that no web page can use this server: a known Host,
 * no foreign Origin, and JSON as the only type of body (a form or plain text needs no preflight, JSON does).
 */
final class Guard {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private final Set<String> allowedHosts;

    /** @param allowedHosts lower-case {@code host} or {@code host:port} besides the loopback names */
    Guard(Set<String> allowedHosts) {
        this.allowedHosts = allowedHosts;
    }

    /** Returns when the request may go on; otherwise throws what it is refused for. */
    void check(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host == null || !isOurs(host)) {
            throw refuse(
                    ErrorCode.FOREIGN_ORIGIN,
                    "the Host header names a host that is not this server; use"
                            + " localhost, or add the name to allowed_hosts");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isOurs(authority(origin))) {
            throw refuse(
                    ErrorCode.FOREIGN_ORIGIN,
                    "pages of other origins may not use this server; the Origin header"
                            + " must be absent, a loopback one or listed in allowed_hosts");
        }
        if (hasBody(request) && !isJson(request)) {
            throw refuse(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be JSON in UTF-8, not compressed: send Content-Type: application/json");
        }
    }

    private boolean isOurs(String authority) {
        String name = authority.toLowerCase(Locale.ROOT);
        Matcher parts = AUTHORITY.matcher(name);
        return parts.matches()
                && (LOOPBACK.matcher(parts.group(1)).matches()
                        || allowedHosts.contains(name)
                        || allowedHosts.contains(parts.group(1)));
    }

    /** Host and port of an origin; empty, which is nobody's name, for {@code null} and whatever is no web origin. */
    private static String authority(String origin) {
        try {
            URI uri = new URI(origin);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getRawAuthority() != null ? uri.getRawAuthority() : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        };
    }

    private static boolean isJson(HttpServletRequest request) {
        String type = request.getHeader("Content-Type");
        String coding = request.getHeader("Content-Encoding");
        return type != null
                && JSON.matcher(type.strip()).matches()
                && (coding == null || coding.equalsIgnoreCase("identity"));
    }

    private static InferenceException refuse(ErrorCode code, String detail) {
        return new InferenceException(code, detail);
    }
}
