// SPDX-License-Identifier: Apache-2.0
package io.paddock.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.testmodel.GgufWriter;
import io.paddock.testmodel.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufReaderTest {
    @TempDir
    Path work;

    private String problem(byte[] bytes) throws IOException {
        Path file = Files.write(work.resolve("x.gguf"), bytes);
        return assertThrows(GgufException.class, () -> GgufReader.read(file)).getMessage();
    }

    @Test
    void a_whole_file_tells_what_it_is() throws Exception {
        Path file = TinyModel.writer().write(work.resolve("tiny.gguf"));

        GgufFile header = GgufReader.readWithTokens(file);

        assertEquals("llama", header.architecture());
        assertEquals(2048, header.contextLength().orElseThrow());
        assertEquals(64, header.embeddingLength().orElseThrow());
        assertTrue(header.hasChatTemplate());
        assertEquals(TinyModel.VOCABULARY, header.tokens().size());
        assertEquals("<|im_end|>", header.tokens().get(4));
        assertEquals(3, header.tokenTypes().get(4));
        assertTrue(GgufReader.read(file).tokens().isEmpty());
    }

    @Test
    void a_file_cut_anywhere_is_refused() throws Exception {
        byte[] whole = TinyModel.writer().bytes();
        for (int length = 0; length < whole.length; length += 997) {
            String problem = problem(Arrays.copyOf(whole, length));
            assertTrue(problem.contains("cut") || problem.contains("does not begin"), "at " + length + ": " + problem);
        }
        assertTrue(problem(Arrays.copyOf(whole, whole.length - 1)).contains("it is cut"));
    }

    @Test
    void random_bytes_are_refused_and_never_throw_anything_else() throws Exception {
        Random random = new Random(1);
        byte[] whole = TinyModel.writer().bytes();
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 20; i++) {
                damaged[random.nextInt(6000)] = (byte) random.nextInt();
            }
            Path file = Files.write(work.resolve("damaged.gguf"), damaged);
            try {
                GgufReader.readWithTokens(file);
            } catch (GgufException e) {
                assertTrue(e.getMessage().length() > 10, e.getMessage());
            }
        }
        byte[] noise = new byte[4096];
        random.nextBytes(noise);
        assertTrue(problem(noise).contains("does not begin like a GGUF file"));
    }

    @Test
    void huge_counts_cost_nothing() throws Exception {
        byte[] keys = header(3, 0, 1L << 60);
        byte[] tensors = header(3, 1L << 40, 0);
        byte[] negative = header(3, -1, 0);

        assertTrue(problem(keys).contains("more than the file holds"));
        assertTrue(problem(tensors).contains("more than the file holds"));
        assertTrue(problem(negative).contains("more than the file holds"));
    }

    @Test
    void other_versions_and_big_endian_files_are_named() throws Exception {
        assertTrue(problem(header(1, 0, 0)).contains("format version is 1"));
        assertTrue(problem(header(0x03000000, 0, 0)).contains("little-endian"));
    }

    @Test
    void a_number_format_of_the_future_is_named() throws Exception {
        byte[] whole = new GgufWriter()
                .text("general.architecture", "llama")
                .tensor("t", new float[32], 32)
                .bytes();
        int type = 24 + (8 + 20 + 4 + 8 + 5) + (8 + 1 + 4 + 8);
        whole[type] = 39;

        assertTrue(problem(whole).contains("number format 39"), problem(whole));
    }

    @Test
    void a_folder_and_a_missing_file_are_told_apart() {
        assertEquals(
                "it is not a file",
                assertThrows(GgufException.class, () -> GgufReader.read(work)).getMessage());
        assertEquals(
                "there is no such file",
                assertThrows(GgufException.class, () -> GgufReader.read(work.resolve("nothing")))
                        .getMessage());
    }

    private static byte[] header(int version, long tensors, long keys) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x46554747)
                .putInt(version)
                .putLong(tensors)
                .putLong(keys)
                .array();
    }
}
