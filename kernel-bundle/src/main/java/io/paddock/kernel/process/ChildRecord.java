// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * What is written down about a child, for the run after a sudden end. Holds no secret: none is ever an argument.
 *
 * @param mark by which it is known
 * @param instance whose engine it is
 * @param owner the runtime that starts it
 * @param child the process, or null before it was started
 * @param arguments what follows the program on its command line
 */
record ChildRecord(Mark mark, String instance, ProcessIdentity owner, ProcessIdentity child, List<String> arguments) {
    ChildRecord {
        arguments = List.copyOf(arguments);
    }

    ChildRecord started(ProcessIdentity process) {
        return new ChildRecord(mark, instance, owner, process, arguments);
    }

    /** Its form in a file. */
    String text() {
        Properties entries = new Properties();
        entries.setProperty("instance", instance);
        entries.setProperty("owner_pid", Long.toString(owner.pid()));
        entries.setProperty("owner_start", owner.start());
        if (child != null) {
            entries.setProperty("pid", Long.toString(child.pid()));
            entries.setProperty("start", child.start());
        }
        entries.setProperty("arguments", String.join("\0", arguments));
        StringWriter text = new StringWriter();
        try {
            entries.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory
        }
        return text.toString();
    }

    /** What {@code text} says; what it does not say is left open. */
    static ChildRecord parse(Mark mark, String text) {
        Properties entries = new Properties();
        try {
            entries.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory
        }
        ProcessIdentity child = new ProcessIdentity(number(entries, "pid"), entries.getProperty("start", ""));
        return new ChildRecord(
                mark,
                entries.getProperty("instance", "an instance"),
                new ProcessIdentity(number(entries, "owner_pid"), entries.getProperty("owner_start", "")),
                child.pid() == 0 ? null : child,
                List.of(entries.getProperty("arguments", "").split("\0", -1)));
    }

    private static long number(Properties entries, String name) {
        try {
            return Long.parseLong(entries.getProperty(name, "0"));
        } catch (NumberFormatException e) {
            return 0; // as good as not there
        }
    }

    /**
     * Whether a process runs with these arguments, which hold the port that was chosen for it: where no environment can
     * be read that is its mark. A wrapper may have put words before them; no arguments prove nothing.
     */
    boolean fits(String[] seen) {
        List<String> all = List.of(seen);
        int before = all.size() - arguments.size();
        return !String.join("", arguments).isEmpty()
                && before >= 0
                && all.subList(before, all.size()).equals(arguments);
    }
}
