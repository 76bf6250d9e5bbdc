// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A whole file, read at any place; a place outside means that the file is cut. Little-endian unless said otherwise. */
final class Bytes {
    private static final int LONGEST_NAME = 4096;

    private final ByteBuffer all;

    Bytes(ByteBuffer all) {
        this.all = all.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A part of it as a file of its own. */
    Bytes slice(long from, long length) {
        return new Bytes(all.slice(at(from, length), (int) length));
    }

    /** Sees whether a part is all there. */
    void last(long from, long length) {
        at(from, length);
    }

    int u8(long at) {
        return all.get(at(at, 1)) & 0xff;
    }

    int u16(long at) {
        return all.getShort(at(at, 2)) & 0xffff;
    }

    long u32(long at) {
        return all.getInt(at(at, 4)) & 0xffffffffL;
    }

    long u32BigEndian(long at) {
        return Integer.reverseBytes(all.getInt(at(at, 4))) & 0xffffffffL;
    }

    /** Sizes and offsets: what is negative as a Java number lies outside of every file. */
    long u64(long at) {
        return all.getLong(at(at, 8));
    }

    /** The text up to the next zero byte. */
    String text(long from) {
        int end = at(from, 1);
        while (all.get(at(end, 1)) != 0) {
            end++;
            if (end - from > LONGEST_NAME) {
                throw new BufferUnderflowException();
            }
        }
        byte[] text = new byte[end - (int) from];
        all.get((int) from, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private int at(long place, long length) {
        if (place < 0 || length < 0 || place > all.limit() - length) {
            throw new BufferUnderflowException();
        }
        return (int) place;
    }
}
