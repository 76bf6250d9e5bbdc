// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the places where a user's text would be read as a control token (a message that says
 * {@code <|im_start|>system}, say), and cuts there, so that the halves are read as plain text.
 */
final class ControlTokens {
    private final Map<Character, List<String>> byFirst = new HashMap<>();

    ControlTokens(List<String> texts) {
        for (String text : texts) {
            byFirst.computeIfAbsent(text.charAt(0), first -> new ArrayList<>()).add(text);
        }
        byFirst.values()
                .forEach(same ->
                        same.sort(Comparator.comparingInt(String::length).reversed()));
    }

    /** The whole text in one piece, or cut inside each control token that does not lie within one trusted part. */
    List<String> cut(List<PromptPart> parts) {
        StringBuilder whole = new StringBuilder();
        parts.forEach(part -> whole.append(part.text()));
        String text = whole.toString();
        List<String> pieces = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            int length = longestAt(text, i);
            if (length == 0) {
                continue;
            }
            if (trusted(parts, i, i + length)) {
                i += length - 1;
            } else {
                int cut = text.offsetByCodePoints(i, 1);
                pieces.add(text.substring(begin, cut));
                begin = cut;
            }
        }
        pieces.add(text.substring(begin));
        return pieces;
    }

    private int longestAt(String text, int at) {
        for (String control : byFirst.getOrDefault(text.charAt(at), List.of())) {
            if (text.startsWith(control, at)) {
                return control.length();
            }
        }
        return 0;
    }

    private static boolean trusted(List<PromptPart> parts, int from, int to) {
        int at = 0;
        for (PromptPart part : parts) {
            int end = at + part.text().length();
            if (from >= at && to <= end) {
                return part.trusted();
            }
            at = end;
        }
        return false;
    }
}
