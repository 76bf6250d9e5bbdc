// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Values with a checksum over themselves and their key: the store below checks none of the pages it reads. Pure. */
final class Sealed {
    private Sealed() {}

    /** The checksum, then the body. */
    static byte[] seal(String key, byte[] body) {
        return ByteBuffer.allocate(Integer.BYTES + body.length)
                .putInt(checksum(key, body))
                .put(body)
                .array();
    }

    /** The body, if it is what was sealed under that key. */
    static byte[] open(String key, byte[] sealed) throws DamagedState {
        if (sealed.length < Integer.BYTES) {
            throw new DamagedState("an entry is cut off");
        }
        byte[] body = body(sealed);
        if (mark(sealed) != checksum(key, body)) {
            throw new DamagedState("an entry was altered");
        }
        return body;
    }

    /** The body, unchecked. */
    static byte[] body(byte[] sealed) {
        return Arrays.copyOfRange(sealed, Integer.BYTES, sealed.length);
    }

    /** What tells one sealed value from another. */
    static int mark(byte[] sealed) {
        return ByteBuffer.wrap(sealed).getInt();
    }

    private static int checksum(String key, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(UTF_8));
        crc.update(0);
        crc.update(body);
        return (int) crc.getValue();
    }
}
