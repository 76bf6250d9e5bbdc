// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;

/** What a location leads to; one that hangs fails, and so does reading on a thread that was interrupted. */
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
            return new Interruptible(source.getInputStream());
        } catch (IllegalArgumentException e) { // no URI, not absolute, or no handler for it
            throw new IOException(e);
        }
    }

    /** A socket does not care about an interrupt: a source that sends a byte now and then would be read without end. */
    private static final class Interruptible extends FilterInputStream {
        Interruptible(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            check();
            return super.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            check();
            return super.read(into, offset, length);
        }

        private static void check() throws InterruptedIOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("it took too long");
            }
        }
    }
}
