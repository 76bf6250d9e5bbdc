// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.paddock.api.BackendState;
import io.paddock.api.StartupKind;
import io.paddock.console.LiveChoices;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Values;
import io.paddock.console.verbs.BackendsVerb;
import io.paddock.console.verbs.EnsureVerb;
import io.paddock.console.verbs.StopVerb;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.console.SessionFactoryImpl;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs in the registry of the real shell. */
class ShellVerbsTest {
    private final FakeKernel kernel = new FakeKernel();
    private final SessionFactoryImpl shell = new SessionFactoryImpl(new ThreadIOImpl());
    private final LiveChoices choices = new LiveChoices(
            kernel.backendService, kernel.instanceService, kernel.endpoints, kernel.modelService, kernel.engines);
    private final ShellVerbs verbs = new ShellVerbs(shell, choices);
    private final Verb backends = new BackendsVerb(kernel.backendService, kernel.modelService);
    private final Session session = session();

    @BeforeEach
    void add_verbs() {
        kernel.backends.add(Values.backend("llamacpp", BackendState.AVAILABLE, null, StartupKind.SPAWNED));
        kernel.models.add(Values.model("paddock-demo", "llamacpp", 1L, 1L));
        verbs.bindVerb(backends);
        verbs.bindVerb(new StopVerb(kernel.instanceService));
        verbs.bindVerb(
                new EnsureVerb(kernel.endpoints, kernel.backendService, kernel.modelService, kernel.instanceService));
    }

    @Test
    void a_failure_is_an_exception_that_carries_the_message_alone() {
        CommandException failure =
                assertThrows(CommandException.class, () -> command("stop").execute(session, List.of()));
        assertEquals(
                "Name an instance or say --all.\nUsage: paddock:stop [INSTANCE] [--all] [--force] [--json]",
                failure.getNiceHelp());
    }

    @Test
    void names_options_and_values_are_completed() {
        assertEquals(List.of("paddock:ensure"), complete("paddock:ens"));
        assertEquals(List.of("ensure"), complete("ens"));
        assertEquals(List.of("paddock-demo"), complete("paddock:ensure", ""));
        assertEquals(List.of("llamacpp"), complete("paddock:ensure", "--backend", "lla"));
        assertEquals(List.of("--force"), complete("paddock:stop", "x", "--f"));
        assertEquals(List.of(), complete("shell:echo", ""));
    }

    @Test
    void a_word_that_goes_on_is_completed_without_a_blank() {
        List<Candidate> candidates = new ArrayList<>();
        command("ensure")
                .getCompleter(false)
                .completeCandidates(session, new Line(List.of("paddock:ensure", "--option", "ctx")), candidates);
        assertEquals("ctx_size=", candidates.get(0).value());
        assertFalse(candidates.get(0).complete());
    }

    @Test
    void a_verb_that_goes_leaves_the_shell() {
        verbs.unbindVerb(backends);
        assertNull(command("backends"));
        verbs.close();
        assertNull(command("stop"));
    }

    private Command command(String verb) {
        return shell.getRegistry().getCommand("paddock", verb);
    }

    /** A session that knows the commands by their full and their short names, and nothing else. */
    private static Session session() {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("resolveCommand")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    String name = arguments[0].toString();
                    return name.contains(":") ? name : "paddock:" + name;
                });
    }

    private List<String> complete(String... words) {
        List<String> candidates = new ArrayList<>();
        for (String verb : List.of("backends", "ensure", "stop")) {
            command(verb).getCompleter(false).complete(session, new Line(List.of(words)), candidates);
        }
        return candidates;
    }

    /** A line with the cursor at its end. */
    private record Line(List<String> words) implements CommandLine {
        @Override
        public int getCursorArgumentIndex() {
            return words.size() - 1;
        }

        @Override
        public String getCursorArgument() {
            return words.get(words.size() - 1);
        }

        @Override
        public int getArgumentPosition() {
            return getCursorArgument().length();
        }

        @Override
        public String[] getArguments() {
            return words.toArray(String[]::new);
        }

        @Override
        public int getBufferPosition() {
            return getBuffer().length();
        }

        @Override
        public String getBuffer() {
            return String.join(" ", words);
        }
    }
}
