// SPDX-License-Identifier: Apache-2.0
package io.paddock.testmodel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes GGUF version 3, as little of it as tests need. */
public final class GgufWriter {
    private static final int ALIGNMENT = 32;

    private final Bytes keys = new Bytes();
    private final Bytes tensors = new Bytes();
    private final Bytes data = new Bytes();
    private long keyCount;
    private long tensorCount;

    /** A stretch of little-endian bytes. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes int32(int value) {
            return raw(buffer(4).putInt(value).array());
        }

        Bytes int64(long value) {
            return raw(buffer(8).putLong(value).array());
        }

        Bytes text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return int64(bytes.length).raw(bytes);
        }

        Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        void pad() {
            while (out.size() % ALIGNMENT != 0) {
                out.write(0);
            }
        }

        private static ByteBuffer buffer(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    public GgufWriter text(String key, String value) {
        key(key, 8).text(value);
        return this;
    }

    public GgufWriter number(String key, int value) {
        key(key, 4).int32(value);
        return this;
    }

    public GgufWriter real(String key, float value) {
        key(key, 6).int32(Float.floatToIntBits(value));
        return this;
    }

    public GgufWriter flag(String key, boolean value) {
        key(key, 7).raw(new byte[] {(byte) (value ? 1 : 0)});
        return this;
    }

    public GgufWriter texts(String key, List<String> values) {
        Bytes bytes = key(key, 9).int32(8).int64(values.size());
        values.forEach(bytes::text);
        return this;
    }

    public GgufWriter numbers(String key, List<Integer> values) {
        Bytes bytes = key(key, 9).int32(5).int64(values.size());
        values.forEach(bytes::int32);
        return this;
    }

    public GgufWriter reals(String key, List<Float> values) {
        Bytes bytes = key(key, 9).int32(6).int64(values.size());
        values.forEach(value -> bytes.int32(Float.floatToIntBits(value)));
        return this;
    }

    /** A tensor of 32-bit floats; {@code lengths} with the fastest dimension first. */
    public GgufWriter tensor(String name, float[] values, long... lengths) {
        data.pad();
        tensors.text(name).int32(lengths.length);
        for (long length : lengths) {
            tensors.int64(length);
        }
        tensors.int32(0).int64(data.out.size());
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        data.raw(bytes.array());
        tensorCount++;
        return this;
    }

    /** The whole file. */
    public byte[] bytes() {
        Bytes file = new Bytes();
        file.int32(0x46554747).int32(3).int64(tensorCount).int64(keyCount);
        file.raw(keys.out.toByteArray()).raw(tensors.out.toByteArray());
        file.pad();
        data.pad();
        return file.raw(data.out.toByteArray()).out.toByteArray();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private Bytes key(String key, int type) {
        keyCount++;
        return keys.text(key).int32(type);
    }
}
