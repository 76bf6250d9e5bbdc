// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Reads the address of a server as people write it. Asks no name service. */
public final class ServerUrl {
    private static final int MAX_LENGTH = 2048;

    private ServerUrl() {}

    /**
     * The address without query, fragment and trailing slash. No scheme means http, a port without a host means
     * loopback, a wildcard address means loopback too: one can listen there, but not call it.
     *
     * @param text what was written
     * @param httpPort port of an http address that names none
     * @throws IllegalArgumentException saying what is wrong, without user info
     */
    public static URI parse(String text, int httpPort) {
        String trimmed = text.trim();
        if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH) {
            throw wrong("it is empty or too long");
        }
        int mark = trimmed.indexOf("://");
        String scheme = mark < 0 ? "http" : trimmed.substring(0, mark).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw wrong("only http and https are understood");
        }
        String rest = cut(cut(mark < 0 ? trimmed : trimmed.substring(mark + 3), '#'), '?');
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : withoutTrailingSlashes(rest.substring(slash));
        if (authority.isEmpty()) {
            throw wrong("it names no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw wrong("it carries user info; give a key or headers instead");
        }
        return rebuilt(scheme, withHost(authority), path, scheme.equals("https") ? 443 : httpPort);
    }

    /** {@code root} with {@code path} after it; the path starts with a slash. */
    public static URI under(URI root, String path) {
        return URI.create(root + path);
    }

    /** {@code root} without {@code ending}, if its path has it at the end. */
    public static URI without(URI root, String ending) {
        String text = root.toString();
        return root.getPath().endsWith(ending) ? URI.create(text.substring(0, text.length() - ending.length())) : root;
    }

    private static URI rebuilt(String scheme, String authority, String path, int defaultPort) {
        URI parsed;
        try {
            parsed = new URI(scheme + "://" + authority + path).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw wrong("it is not a URL");
        }
        String host = parsed.getHost();
        int port = parsed.getPort() < 0 ? defaultPort : parsed.getPort();
        if (host == null || host.indexOf('%') >= 0) {
            throw wrong("its host is not understood");
        }
        if (port < 1 || port > 65535) {
            throw wrong("its port is not between 1 and 65535");
        }
        return URI.create(scheme + "://" + callable(host.toLowerCase(Locale.ROOT)) + ":" + port + parsed.getRawPath());
    }

    /** ":11434" names only a port, "fe80::1" is an address whose colons separate no port. */
    private static String withHost(String authority) {
        if (authority.matches(":[0-9]*")) {
            return "127.0.0.1" + authority;
        }
        boolean bareIpv6 = !authority.startsWith("[") && authority.indexOf(':') != authority.lastIndexOf(':');
        return bareIpv6 ? "[" + authority + "]" : authority;
    }

    private static String callable(String host) {
        if (host.equals("0.0.0.0") || host.equals("0")) {
            return "127.0.0.1";
        }
        return host.startsWith("[") && isWildcard(host) ? "[::1]" : host;
    }

    private static boolean isWildcard(String ipv6) {
        try {
            return InetAddress.getByName(ipv6).isAnyLocalAddress(); // brackets: a literal, no name service
        } catch (UnknownHostException e) {
            throw wrong("its host is not understood");
        }
    }

    private static String cut(String text, char from) {
        int at = text.indexOf(from);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("the address cannot be used: " + why + "; write http://host:port");
    }
}
