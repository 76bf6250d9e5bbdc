// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import java.util.List;

/** Cuts a text that comes in pieces at the first stop text, also when that comes in pieces. Not thread-safe. */
final class StopMatcher {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean matched;

    StopMatcher(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Takes a piece and gives what may be shown now; the rest is held back. */
    String feed(String piece) {
        held.append(piece);
        int cut = firstStop();
        if (cut >= 0) {
            matched = true;
            held.setLength(cut);
            return rest();
        }
        int safe = held.length() - longestBegun();
        String shown = held.substring(0, safe);
        held.delete(0, safe);
        return shown;
    }

    /** Whether a stop text came. */
    boolean matched() {
        return matched;
    }

    /** What was held back, once nothing more comes. */
    String rest() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    private int firstStop() {
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** Length of the longest end of the held text that is the begin of a stop text. */
    private int longestBegun() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
