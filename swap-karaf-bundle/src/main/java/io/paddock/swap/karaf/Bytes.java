// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;

/** What a location leads to; one that hangs fails. */
final class Bytes {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private Bytes() {}

    static InputStream of(String location) throws IOException {
        return of(location, SILENCE);
    }

    /** @param silence longest time without a byte */
    static InputStream of(String location, Duration silence) throws IOException {
        try {
            URLConnection source = URI.create(location).toURL().openConnection();
            source.setConnectTimeout((int) CONNECT.toMillis());
            source.setReadTimeout((int) silence.toMillis());
            return source.getInputStream();
        } catch (IllegalArgumentException e) { // no URI, not absolute, or no handler for it
            throw new IOException(e);
        }
    }
}
