// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.StartupKind;
import io.paddock.console.Choices;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Values;
import io.paddock.console.verbs.BackendsVerb;
import io.paddock.console.verbs.StopVerb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.console.SessionFactoryImpl;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Types verbs into the real shell, as a remote command does. */
@DisabledForJreRange(
        min = JRE.JAVA_24,
        disabledReason = "Karaf 4.4 opens no shell session on JDK 24 and newer; the verbs are a service there")
class ShellSessionTest {
    private final FakeKernel kernel = new FakeKernel();
    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final SessionFactoryImpl shell = new SessionFactoryImpl(threadIo);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Choices nothing = (choice, before) -> List.of();
    private Session session;

    @BeforeEach
    void open_a_session() {
        threadIo.start();
        kernel.backends.add(Values.backend("llamacpp", BackendState.AVAILABLE, null, StartupKind.SPAWNED));
        ShellVerbs verbs = new ShellVerbs(shell, nothing);
        verbs.bindVerb(new BackendsVerb(kernel.backendService, kernel.modelService));
        verbs.bindVerb(new StopVerb(kernel.instanceService));
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        session = shell.create(new ByteArrayInputStream(new byte[0]), out, out);
    }

    @AfterEach
    void close_the_session() {
        session.close();
        shell.stop();
        threadIo.stop();
    }

    @Test
    void a_verb_prints_into_the_session() throws Exception {
        assertNull(session.execute("paddock:backends"));
        assertTrue(printed().startsWith("ID        VERSION  STATE"), printed());
    }

    @Test
    void options_behind_operands_are_understood_as_everywhere() throws Exception {
        session.execute("paddock:stop i-1 --force");
        assertEquals(List.of("stop i-1 force"), kernel.calls);
    }

    @Test
    void a_failure_ends_the_line() {
        assertThrows(CommandException.class, () -> session.execute("paddock:stop"));
    }

    @Test
    void help_is_the_verbs_own() throws Exception {
        session.execute("paddock:stop --help");
        assertTrue(printed().startsWith("paddock:stop: stops an instance"), printed());
        session.execute("help paddock:backends");
        assertTrue(printed().contains("Usage: paddock:backends [--json]"), printed());
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
