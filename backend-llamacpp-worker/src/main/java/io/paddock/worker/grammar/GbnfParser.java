// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import io.paddock.worker.grammar.Expression.Choice;
import io.paddock.worker.grammar.Expression.Reference;
import io.paddock.worker.grammar.Expression.Repeat;
import io.paddock.worker.grammar.Expression.Sequence;
import io.paddock.worker.grammar.Expression.Symbol;
import io.paddock.worker.grammar.Expression.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads GBNF as llama.cpp b4916 does, within limits. Used once. */
final class GbnfParser {
    private static final int LONGEST = 256 * 1024;
    private static final int DEEPEST = 64;
    private static final int MOST_REPEATS = 2000;
    private static final int MOST_REPEATS_IN_ALL = 20_000;

    private final String text;
    private int at;
    private int depth;
    private int repeats;

    GbnfParser(String text) throws GrammarRefused {
        if (text.length() > LONGEST) {
            throw new GrammarRefused("it is longer than " + LONGEST + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw new GrammarRefused("it holds a NUL character, where the engine would stop reading");
        }
        this.text = text;
    }

    /** The rules by name, in their order. */
    Map<String, Expression> rules() throws GrammarRefused {
        Map<String, Expression> rules = new LinkedHashMap<>();
        space(true);
        while (at < text.length()) {
            String name = name();
            space(false);
            expect("::=");
            space(true);
            if (rules.put(name, choice(false)) != null) {
                throw problem("rule '" + name + "' is defined twice");
            }
            if (at < text.length() && peek() != '\n' && peek() != '\r') {
                throw problem("expected the end of the line");
            }
            space(true);
        }
        return rules;
    }

    private Expression choice(boolean nested) throws GrammarRefused {
        if (++depth > DEEPEST) {
            throw problem("it is nested deeper than " + DEEPEST);
        }
        List<Expression> branches = new ArrayList<>();
        branches.add(sequence(nested));
        while (peek() == '|') {
            at++;
            space(true);
            branches.add(sequence(nested));
        }
        depth--;
        return branches.size() == 1 ? branches.get(0) : new Choice(branches);
    }

    private Expression sequence(boolean nested) throws GrammarRefused {
        List<Expression> parts = new ArrayList<>();
        Expression part = part(nested);
        while (part != null) {
            parts.add(repeated(part, nested));
            part = part(nested);
        }
        return new Sequence(parts);
    }

    /** The next part of a sequence, or null at its end. */
    private Expression part(boolean nested) throws GrammarRefused {
        char c = peek();
        if (c == '"') {
            return literal(nested);
        }
        if (c == '[') {
            return characters(nested);
        }
        if (c == '(') {
            at++;
            space(true);
            Expression group = choice(true);
            expect(")");
            space(nested);
            return group;
        }
        if (c == '.') {
            at++;
            space(nested);
            return new Symbol();
        }
        return isWord(c) ? reference(nested) : null;
    }

    private Expression reference(boolean nested) throws GrammarRefused {
        String name = name();
        space(nested);
        if (text.startsWith("::=", at)) {
            throw problem("expected the end of the line before rule '" + name + "'");
        }
        return new Reference(name);
    }

    private Expression literal(boolean nested) throws GrammarRefused {
        int begin = ++at;
        while (peek() != '"') {
            character();
        }
        boolean empty = at == begin;
        at++;
        space(nested);
        return new Text(empty);
    }

    private Expression characters(boolean nested) throws GrammarRefused {
        at++;
        boolean negated = peek() == '^';
        if (negated) {
            at++;
        }
        CharacterClass named = new CharacterClass();
        while (peek() != ']') {
            int low = character();
            int high = low;
            if (peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                at++;
                high = character();
            }
            if (high < low) {
                throw problem("a range of characters that ends before it begins");
            }
            named.add(low, high);
        }
        if (negated ? named.coversAll() : named.isEmpty()) {
            throw problem("a class of no characters");
        }
        at++;
        space(nested);
        return new Symbol();
    }

    private int character() throws GrammarRefused {
        if (at >= text.length()) {
            throw problem("it ends inside a text or a class");
        }
        if (peek() != '\\') {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            return real(point);
        }
        char escaped = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        at += 2;
        return switch (escaped) {
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            case 'U' -> hex(8);
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case '\\', '"', '[', ']' -> escaped;
            default -> throw problem("an unknown escape");
        };
    }

    private int hex(int digits) throws GrammarRefused {
        try {
            int value = Integer.parseInt(text, at, at + digits, 16);
            at += digits;
            if (value > 0 && value <= Character.MAX_CODE_POINT) {
                return real(value);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // refused below
        }
        throw problem("expected " + digits + " hexadecimal digits of a character that is not NUL");
    }

    private int real(int point) throws GrammarRefused {
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            throw problem("half a surrogate pair, which no text holds");
        }
        return point;
    }

    private Expression repeated(Expression part, boolean nested) throws GrammarRefused {
        Expression result = part;
        while ("*+?{".indexOf(peek()) >= 0) {
            char sign = text.charAt(at++);
            if (part instanceof Text literal && literal.empty()) {
                throw problem("a repetition of nothing");
            }
            if (sign == '{') {
                result = counted(result);
            } else {
                result = new Repeat(result, sign == '+' ? 1 : 0, sign != '?');
            }
            space(nested);
        }
        return result;
    }

    private Expression counted(Expression part) throws GrammarRefused {
        space(true);
        int least = number();
        int most = least;
        boolean endless = false;
        if (peek() == ',') {
            at++;
            space(true);
            endless = peek() == '}';
            most = endless ? least : number();
        }
        expect("}");
        repeats += most + 1;
        if (most < least || most > MOST_REPEATS || repeats > MOST_REPEATS_IN_ALL) {
            throw problem("a repetition whose bounds are not in order, or over " + MOST_REPEATS
                    + ", or all together over " + MOST_REPEATS_IN_ALL);
        }
        return new Repeat(part, least, endless);
    }

    private int number() throws GrammarRefused {
        int begin = at;
        while (Character.digit(peek(), 10) >= 0 && at - begin < 5) {
            at++;
        }
        if (at == begin) {
            throw problem("expected a number");
        }
        int value = Integer.parseInt(text.substring(begin, at));
        space(true);
        return value;
    }

    private String name() throws GrammarRefused {
        int begin = at;
        while (isWord(peek())) {
            at++;
        }
        if (at == begin) {
            throw problem("expected the name of a rule (letters, digits and dashes)");
        }
        return text.substring(begin, at);
    }

    private void space(boolean lines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && peek() != '\n' && peek() != '\r') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || (lines && (c == '\n' || c == '\r'))) {
                at++;
            } else {
                return;
            }
        }
    }

    private void expect(String sign) throws GrammarRefused {
        if (!text.startsWith(sign, at)) {
            throw problem("expected " + sign);
        }
        at += sign.length();
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private GrammarRefused problem(String what) {
        long line = 1
                + text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new GrammarRefused(what + ", in line " + line);
    }
}
