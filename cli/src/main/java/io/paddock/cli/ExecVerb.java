// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** {@code exec LINE}: one console line, whose exit code becomes this program's. */
final class ExecVerb implements Verb {
    private final Install install;
    private final Terminal terminal;

    ExecVerb(Install install, Terminal terminal) {
        this.install = install;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws CliFailure, IOException {
        if (args.isEmpty()) {
            throw CliFailure.usage("exec wants a line, such as: paddock exec 'paddock:backends --json'");
        }
        return LineRunner.of(install, terminal).run(line(args));
    }

    /** One argument is the line as it is; of several, each is one word of it. */
    static String line(List<String> args) {
        return args.size() == 1
                ? args.get(0)
                : args.stream().map(ExecVerb::word).collect(Collectors.joining(" "));
    }

    private static String word(String text) {
        if (text.matches("[^\\s'\"\\\\]+")) {
            return text;
        }
        return text.contains("'") ? "\"" + text + "\"" : "'" + text + "'";
    }
}
