// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

/**
 * A word that has its meaning from its place.
 *
 * @param name as shown in the usage line, for example {@code MODEL}
 * @param required whether it must be there
 * @param repeated whether more of them may follow; only the last operand of a verb may be repeated
 * @param choice what it names
 * @param meaning one line for people
 */
public record Operand(String name, boolean required, boolean repeated, Choice choice, String meaning) {
    /** An operand that must be there once. */
    public static Operand required(String name, Choice choice, String meaning) {
        return new Operand(name, true, false, choice, meaning);
    }

    /** An operand that may be left out. */
    public static Operand optional(String name, Choice choice, String meaning) {
        return new Operand(name, false, false, choice, meaning);
    }

    /** One or more words. */
    public static Operand oneOrMore(String name, Choice choice, String meaning) {
        return new Operand(name, true, true, choice, meaning);
    }

    /** Its place in the usage line. */
    String shown() {
        String shown = repeated ? name + "..." : name;
        return required ? shown : "[" + shown + "]";
    }
}
