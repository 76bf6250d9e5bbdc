// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends the work when it yields more than it may: what is skipped inside an archive costs time too. */
final class Metered extends FilterInputStream {
    private final long most;
    private final Patience patience;
    private long read;

    Metered(InputStream in, long most, Patience patience) {
        super(in);
        this.most = most;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int n = super.read(buffer, from, length);
        count(Math.max(0, n));
        return n;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(Math.min(wanted, 1 << 20));
        count(skipped);
        return skipped;
    }

    private void count(long more) {
        read += more;
        patience.check();
        if (read > most) {
            throw Refusal.of(
                    "place", "the archive is refused and nothing of it is kept: it unpacks to more than it may");
        }
    }
}
