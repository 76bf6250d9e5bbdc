// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The characters that a class of a grammar names, to tell whether any is left when it is negated. */
final class CharacterClass {
    private final List<int[]> ranges = new ArrayList<>();

    void add(int low, int high) {
        ranges.add(new int[] {low, high});
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Whether it names every character there is. */
    boolean coversAll() {
        ranges.sort(Comparator.comparingInt(range -> range[0]));
        int next = 1;
        for (int[] range : ranges) {
            if (range[0] > next) {
                return false;
            }
            next = Math.max(next, range[1] + 1);
            if (next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE) {
                next = Character.MAX_SURROGATE + 1;
            }
        }
        return next > Character.MAX_CODE_POINT;
    }
}
