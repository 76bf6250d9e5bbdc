// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Remembers, in a small file of its own, the number of the last commit that was acknowledged. A state file that lost
 * its end can look like a good one of some time ago; this tells the two apart. Used by one thread at a time.
 */
final class LastCommit implements AutoCloseable {
    private static final String KEY = "last-commit";
    private static final int LENGTH = Long.BYTES + Integer.BYTES;

    private final FileChannel channel;

    private LastCommit(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the file, made before. */
    static LastCommit at(Path file) throws IOException {
        return new LastCommit(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** The number, 0 when none was ever acknowledged. */
    long read() throws IOException, DamagedState {
        if (channel.size() == 0) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        int got;
        do {
            got = channel.read(bytes, bytes.position());
        } while (bytes.hasRemaining() && got >= 0);
        byte[] read = new byte[bytes.position()];
        bytes.flip().get(read);
        byte[] body = Sealed.open(KEY, read);
        if (body.length != Long.BYTES) {
            throw new DamagedState("its commit number is cut off");
        }
        return ByteBuffer.wrap(body).getLong();
    }

    void write(long commit) throws IOException {
        byte[] body = ByteBuffer.allocate(Long.BYTES).putLong(commit).array();
        ByteBuffer bytes = ByteBuffer.wrap(Sealed.seal(KEY, body));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
