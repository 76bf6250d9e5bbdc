// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

/**
 * An option of a verb.
 *
 * @param name with its dashes, for example {@code --ttl}
 * @param value name of its value as shown in the usage line, or null when it is a flag
 * @param repeated whether it may be given more than once
 * @param choice what its value names
 * @param meaning one line for people
 */
public record Option(String name, String value, boolean repeated, Choice choice, String meaning) {
    /** Every verb has it. */
    public static final Option HELP = flag("--help", "print this text");
    /** Verbs with something to show have it. */
    public static final Option JSON = flag("--json", "print the wire form instead of text");

    /** An option without a value. */
    public static Option flag(String name, String meaning) {
        return new Option(name, null, false, Choice.ANYTHING, meaning);
    }

    /** An option with a value. */
    public static Option value(String name, String value, Choice choice, String meaning) {
        return new Option(name, value, false, choice, meaning);
    }

    /** The same option, allowed more than once. */
    public Option orMore() {
        return new Option(name, value, true, choice, meaning);
    }

    /** Whether it is followed by a value. */
    public boolean takesValue() {
        return value != null;
    }

    /** Name and value. */
    String spelled() {
        return takesValue() ? name + " " + value : name;
    }

    /** Its place in the usage line. */
    String shown() {
        return repeated ? "[" + spelled() + "]..." : "[" + spelled() + "]";
    }
}
