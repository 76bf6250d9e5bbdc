// SPDX-License-Identifier: Apache-2.0
package io.paddock.gguf;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads headers. One reader reads one file; not thread-safe. */
public final class GgufReader {
    private static final int MAGIC = 0x46554747; // "GGUF"
    private static final int MOST_KEYS = 100_000;
    private static final int MOST_TENSORS = 1_000_000;
    private static final int LONGEST_TEXT = 8 << 20;
    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TOKEN_TYPES = "tokenizer.ggml.token_type";
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    private final Path file;
    private final boolean withTokens;
    private final Map<String, Object> values = new HashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> tokenTypes = new ArrayList<>();

    private GgufReader(Path file, boolean withTokens) {
        this.file = file;
        this.withTokens = withTokens;
    }

    /**
     * Reads the header and checks that the file holds every tensor it names.
     *
     * @throws GgufException when the file cannot be used; says why
     */
    public static GgufFile read(Path file) throws GgufException {
        return new GgufReader(file, false).read();
    }

    /** The same, with the vocabulary. */
    public static GgufFile readWithTokens(Path file) throws GgufException {
        return new GgufReader(file, true).read();
    }

    private GgufFile read() throws GgufException {
        if (!Files.isRegularFile(file)) {
            throw new GgufException(Files.exists(file) ? "it is not a file" : "there is no such file");
        }
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = new BufferedInputStream(raw, 1 << 16)) {
            long size = Files.size(file);
            return read(new GgufInput(in, size), size);
        } catch (EOFException e) {
            throw new GgufException("it ends inside its header; it is cut");
        } catch (ArithmeticException e) {
            throw new GgufException("it names a tensor of impossible size; it is damaged");
        } catch (IOException e) {
            throw new GgufException("it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private GgufFile read(GgufInput in, long size) throws IOException, GgufException {
        if (size < 24 || in.int32() != MAGIC) {
            throw new GgufException("it does not begin like a GGUF file");
        }
        int version = in.int32();
        if (version != 2 && version != 3) {
            throw new GgufException("its format version is " + Integer.toUnsignedString(version)
                    + "; versions 2 and 3 (little-endian) can be read");
        }
        long tensors = limited("tensors", in.count("a number of tensors", 24), MOST_TENSORS);
        long keys = limited("keys", in.count("a number of keys", 13), MOST_KEYS);
        for (long i = 0; i < keys; i++) {
            String key = in.text(65_535);
            value(in, key, in.int32());
        }
        long end = endOfTensors(in, tensors);
        if (end > size) {
            throw new GgufException("it is cut: its tensors need " + end + " bytes, the file has " + size);
        }
        return new GgufFile(version, size, values, tokens, tokenTypes);
    }

    private static long limited(String what, long value, long most) throws GgufException {
        if (value > most) {
            throw new GgufException("it says it has " + value + " " + what + ", where " + most + " is the most");
        }
        return value;
    }

    private void value(GgufInput in, String key, int type) throws IOException, GgufException {
        if (type == ARRAY) {
            array(in, key);
            return;
        }
        values.put(key, single(in, type));
    }

    private static Object single(GgufInput in, int type) throws IOException, GgufException {
        return switch (type) {
            case 0 -> (long) in.int8();
            case 1 -> (long) (byte) in.int8();
            case 2 -> (long) in.int16();
            case 3 -> (long) (short) in.int16();
            case 4 -> Integer.toUnsignedLong(in.int32());
            case 5 -> (long) in.int32();
            case 6 -> (double) Float.intBitsToFloat(in.int32());
            case 7 -> in.int8() != 0;
            case TEXT -> in.text(LONGEST_TEXT);
            case 10, 11 -> in.int64();
            case 12 -> Double.longBitsToDouble(in.int64());
            default -> throw new GgufException("it holds a value of unknown type " + type + "; it is damaged");
        };
    }

    private void array(GgufInput in, String key) throws IOException, GgufException {
        int type = in.int32();
        if (type == ARRAY) {
            throw new GgufException("it holds a list of lists, which no model file has");
        }
        int width = width(type);
        long length = in.count("a list", width == 0 ? 8 : width);
        if (type == TEXT) {
            texts(in, length, withTokens && key.equals(TOKENS));
        } else if (withTokens && key.equals(TOKEN_TYPES) && width == 4) {
            for (long i = 0; i < length; i++) {
                tokenTypes.add(in.int32());
            }
        } else {
            in.skip(length * width);
        }
    }

    private void texts(GgufInput in, long length, boolean kept) throws IOException, GgufException {
        for (long i = 0; i < length; i++) {
            if (kept) {
                tokens.add(in.text(LONGEST_TEXT));
            } else {
                in.skip(in.count("a text", 1));
            }
        }
    }

    private static int width(int type) throws GgufException {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case TEXT -> 0;
            case 10, 11, 12 -> 8;
            default -> throw new GgufException("it holds a list of unknown type " + type + "; it is damaged");
        };
    }

    private long endOfTensors(GgufInput in, long tensors) throws IOException, GgufException {
        long furthest = 0;
        for (long i = 0; i < tensors; i++) {
            String name = in.text(1024);
            long bytes = tensorBytes(in, name);
            long offset = in.int64();
            if (offset < 0) {
                throw new GgufException("tensor '" + name + "' lies nowhere; it is damaged");
            }
            furthest = Math.max(furthest, Math.addExact(offset, bytes));
        }
        long alignment = alignment();
        long start = Math.addExact(in.position(), alignment - 1) / alignment * alignment;
        return tensors == 0 ? in.position() : Math.addExact(start, furthest);
    }

    private static long tensorBytes(GgufInput in, String name) throws IOException, GgufException {
        int dimensions = in.int32();
        if (dimensions < 0 || dimensions > 4) {
            throw new GgufException("tensor '" + name + "' has " + dimensions + " dimensions; it is damaged");
        }
        long numbers = 1;
        for (int d = 0; d < dimensions; d++) {
            long length = in.int64();
            if (length < 0) {
                throw new GgufException("tensor '" + name + "' has a negative dimension; it is damaged");
            }
            numbers = Math.multiplyExact(numbers, length);
        }
        int type = in.int32();
        long bytes = TensorType.bytes(type, numbers);
        if (bytes < 0) {
            throw new GgufException("tensor '" + name + "' has number format " + Integer.toUnsignedString(type)
                    + ", which is newer than llama.cpp b4916");
        }
        return bytes;
    }

    private long alignment() throws GgufException {
        long alignment = values.get("general.alignment") instanceof Long given ? given : 32;
        if (alignment <= 0 || alignment > 1 << 20) {
            throw new GgufException("its alignment is " + alignment + "; it is damaged");
        }
        return alignment;
    }
}
