// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.karaf;

import io.paddock.console.Choices;
import io.paddock.console.Completion;
import io.paddock.console.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** Completes a verb's name, and behind it its words. */
final class VerbCompleter implements Completer {
    private static final int NOT_MINE = -1;

    private final Usage usage;
    private final Choices choices;
    private final boolean scoped;

    /** @param scoped whether the shell stands inside the verbs' scope, where names need no prefix */
    VerbCompleter(Usage usage, Choices choices, boolean scoped) {
        this.usage = usage;
        this.choices = choices;
        this.scoped = scoped;
    }

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> offered = offered(session, line);
        candidates.addAll(offered);
        return offered.isEmpty() ? NOT_MINE : line.getBufferPosition() - line.getArgumentPosition();
    }

    @Override
    public void completeCandidates(Session session, CommandLine line, List<Candidate> candidates) {
        // A word that ends with "=" goes on, so no blank follows it.
        offered(session, line).forEach(word -> candidates.add(new Candidate(word, !word.endsWith("="))));
    }

    private List<String> offered(Session session, CommandLine line) {
        String[] words = line.getArguments();
        int at = line.getCursorArgumentIndex();
        String typed = typed(line);
        if (at == 0) {
            return names().filter(name -> name.startsWith(typed)).toList();
        }
        if (at > words.length || !usage.name().equals(session.resolveCommand(words[0]))) {
            return List.of();
        }
        return Completion.at(usage, Arrays.asList(words).subList(1, at), typed, choices);
    }

    private Stream<String> names() {
        return scoped ? Stream.of(usage.verb()) : Stream.of(usage.name(), usage.verb());
    }

    private static String typed(CommandLine line) {
        String word = line.getCursorArgument();
        return word == null ? "" : word.substring(0, Math.min(word.length(), line.getArgumentPosition()));
    }
}
