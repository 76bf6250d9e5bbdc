// SPDX-License-Identifier: Apache-2.0
package io.paddock.gguf;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers and texts from a stream. Never allocates more than the file can hold. */
final class GgufInput {
    private final InputStream in;
    private final long size;
    private final byte[] scratch = new byte[8];
    private long position;

    /**
     * @param in read to its end at most
     * @param size length of the file in bytes
     */
    GgufInput(InputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    /** How many bytes were read or skipped. */
    long position() {
        return position;
    }

    int int8() throws IOException {
        return (int) number(1);
    }

    int int16() throws IOException {
        return (int) number(2);
    }

    int int32() throws IOException {
        return (int) number(4);
    }

    long int64() throws IOException {
        return number(8);
    }

    /** A length or count that must fit into what is left of the file, each unit taking at least {@code unit} bytes. */
    long count(String what, int unit) throws IOException, GgufException {
        long value = int64();
        if (value < 0 || value > (size - position) / unit) {
            throw new GgufException("it says " + what + " of " + Long.toUnsignedString(value)
                    + ", more than the file holds; it is cut or damaged");
        }
        return value;
    }

    /** A text with its length before it. */
    String text(int longest) throws IOException, GgufException {
        long length = count("a text", 1);
        if (length > longest) {
            throw new GgufException("it holds a text of " + length + " bytes where " + longest + " is the most");
        }
        byte[] bytes = in.readNBytes((int) length);
        advance(bytes.length, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void skip(long bytes) throws IOException {
        long done = 0;
        while (done < bytes) {
            long step = in.skip(bytes - done);
            if (step <= 0) {
                if (in.read() < 0) {
                    throw new EOFException();
                }
                step = 1;
            }
            done += step;
        }
        position += bytes;
    }

    private long number(int bytes) throws IOException {
        advance(in.readNBytes(scratch, 0, bytes), bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (scratch[i] & 0xff);
        }
        return value;
    }

    private void advance(long got, long wanted) throws IOException {
        position += got;
        if (got < wanted) {
            throw new EOFException();
        }
    }
}
