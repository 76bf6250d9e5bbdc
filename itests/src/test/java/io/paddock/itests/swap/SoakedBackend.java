// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.testkit.operator.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One backend of a running distribution that is replaced again and again, in every way there is.
 *
 * @param operations what an operator does there
 * @param swaps its swaps side by side
 * @param bundle its bundle's name
 * @param feature the feature that brought it
 * @param versions where its versions come from
 */
record SoakedBackend(Operations operations, SideBySide swaps, String bundle, String feature, Versions versions) {
    private static final String TERMS = "\"probation_ms\":100";
    private static final int FEATURES_FIRST = 2;
    private static final int UPDATES_LAST = 8;

    /** Makes bundles. */
    @FunctionalInterface
    interface Versions {
        /** A jar of that version. */
        Path of(String version) throws IOException;
    }

    /**
     * Replaces it, half of the times side by side, else in place. The feature that brought it is there until the first
     * swap. Another version comes in place after the last one: from then on Karaf's features do not know what runs.
     *
     * @return the way
     */
    String replace(int round, int rounds) throws Exception {
        if (round < FEATURES_FIRST) {
            operations.reinstall(feature);
            return "feature";
        }
        return replaceAlone(round, rounds);
    }

    /** The same without the feature that brought it, with which all goes that only it needs. */
    String replaceAlone(int round, int rounds) throws Exception {
        if (round >= rounds - Math.min(UPDATES_LAST, rounds / 3)) {
            update(round + 1);
            return "update";
        }
        if (round % 5 < 3) {
            return swap(round);
        }
        operations.restart(bundle);
        return "restart";
    }

    /** Uninstalls it, whichever version it is. */
    void uninstall() throws IOException {
        operations.uninstall(bundle);
    }

    private void update(int version) throws IOException {
        Path next = versions.of("0.1." + version);
        operations.update(bundle, next);
        Files.delete(next);
    }

    /**
     * Replaces it side by side.
     *
     * @return the way
     */
    private String swap(int round) throws Exception {
        Path next = versions.of("0.1." + (round + 1));
        JsonNode done = swaps.swap(next, TERMS);
        assertEquals("switched", done.at("/state").asText(), done.toString());
        Files.delete(next);
        assertEquals("side_by_side", done.at("/plan/strategy").asText(), done.toString());
        return "side by side";
    }
}
