// SPDX-License-Identifier: Apache-2.0
package io.paddock.gguf;

import java.util.Map;

/** Sizes of the number formats that llama.cpp b4916 knows, by their number in the file. */
final class TensorType {
    // number -> {values in a block, bytes of a block}
    private static final Map<Integer, int[]> BLOCKS = Map.ofEntries(
            Map.entry(0, new int[] {1, 4}),
            Map.entry(1, new int[] {1, 2}),
            Map.entry(2, new int[] {32, 18}),
            Map.entry(3, new int[] {32, 20}),
            Map.entry(6, new int[] {32, 22}),
            Map.entry(7, new int[] {32, 24}),
            Map.entry(8, new int[] {32, 34}),
            Map.entry(9, new int[] {32, 36}),
            Map.entry(10, new int[] {256, 84}),
            Map.entry(11, new int[] {256, 110}),
            Map.entry(12, new int[] {256, 144}),
            Map.entry(13, new int[] {256, 176}),
            Map.entry(14, new int[] {256, 210}),
            Map.entry(15, new int[] {256, 292}),
            Map.entry(16, new int[] {256, 66}),
            Map.entry(17, new int[] {256, 74}),
            Map.entry(18, new int[] {256, 98}),
            Map.entry(19, new int[] {256, 50}),
            Map.entry(20, new int[] {32, 18}),
            Map.entry(21, new int[] {256, 110}),
            Map.entry(22, new int[] {256, 82}),
            Map.entry(23, new int[] {256, 136}),
            Map.entry(24, new int[] {1, 1}),
            Map.entry(25, new int[] {1, 2}),
            Map.entry(26, new int[] {1, 4}),
            Map.entry(27, new int[] {1, 8}),
            Map.entry(28, new int[] {1, 8}),
            Map.entry(29, new int[] {256, 56}),
            Map.entry(30, new int[] {1, 2}),
            Map.entry(34, new int[] {256, 54}),
            Map.entry(35, new int[] {256, 66}));

    private TensorType() {}

    /** Bytes that {@code values} numbers take, or -1 for a format that is not known. */
    static long bytes(int type, long values) {
        int[] block = BLOCKS.get(type);
        return block == null ? -1 : Math.multiplyExact(values / block[0], (long) block[1]);
    }
}
