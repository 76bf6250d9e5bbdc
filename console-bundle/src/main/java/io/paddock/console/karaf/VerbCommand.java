// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.karaf;

import io.paddock.console.Choices;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.List;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/** One verb as a shell command: the same words, the same code. */
final class VerbCommand implements Command {
    private final Verb verb;
    private final Choices choices;

    VerbCommand(Verb verb, Choices choices) {
        this.verb = verb;
        this.choices = choices;
    }

    @Override
    public String getScope() {
        return Usage.SCOPE;
    }

    @Override
    public String getName() {
        return verb.usage().verb();
    }

    @Override
    public String getDescription() {
        return verb.usage().summary();
    }

    @Override
    public Completer getCompleter(boolean scoped) {
        return new VerbCompleter(verb.usage(), choices, scoped);
    }

    @Override
    public Parser getParser() {
        return null; // the shell's own
    }

    /**
     * Prints what the verb prints and returns nothing.
     *
     * @throws CommandException with the verb's message when it did not succeed: the shell prints it without a stack trace
     *     and a remote command ends with 1
     */
    @Override
    public Object execute(Session session, List<Object> words) throws CommandException {
        ShellOutput output = new ShellOutput(System.out);
        int exit = VerbRunner.run(verb, words.stream().map(String::valueOf).toList(), output);
        String message = output.messages().stripTrailing();
        if (exit != VerbRunner.OK) {
            throw new CommandException(message, message);
        }
        if (!message.isEmpty()) {
            output.out(message + "\n");
        }
        return null;
    }
}
