// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Swap;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.RunningKernel;
import io.paddock.spi.revision.RevisionChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams through the gateway while the backend behind it is swapped: none fails, is cut or gets another's words. */
@Timeout(120)
class SwapUnderStreamsTest {
    private static final SwapTerms TERMS = new SwapTerms(
            null,
            Duration.ofMillis(500),
            Duration.ofSeconds(20),
            null,
            null,
            Duration.ofMillis(50),
            null,
            Duration.ofSeconds(2));

    private final RunningKernel kernel = new RunningKernel();
    private FakeUpstream one;
    private FakeUpstream other;
    private FakeUpstream garbage;
    private EdgeServer server;
    private EchoBackend current;
    private EchoBackend next;
    private boolean resolves = true;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        one = new FakeUpstream();
        other = new FakeUpstream();
        garbage = new FakeUpstream();
        one.script = EchoStreams::echo;
        other.script = EchoStreams::echo;
        current = new EchoBackend("1.0.0", one.port(), true);
        kernel.register(current);
        kernel.installs((backend, bundle, source, configuration) -> new Change());
        server = new EdgeServer(
                EdgeServer.Setup.in(folder),
                new Services(
                        kernel.endpoints(),
                        kernel.backends(),
                        kernel.instances(),
                        kernel.models(),
                        kernel.events(),
                        kernel.swaps(),
                        kernel.aliases()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        kernel.close();
        one.close();
        other.close();
        garbage.close();
    }

    private final class Change implements RevisionChange {
        private final EchoBackend from = current;
        private final EchoBackend to = next;

        @Override
        public Names names() {
            return new Names(from.manifest().version(), to.manifest().version());
        }

        @Override
        public void install() {
            if (!resolves) {
                throw new InferenceException(ErrorCode.REVISION_REFUSED, "it does not resolve");
            }
        }

        @Override
        public void start() {
            register(to);
        }

        @Override
        public void commit() {
            current = to;
            kernel.unregister(from);
        }

        @Override
        public void undo() {
            kernel.unregister(to);
        }
    }

    private void register(EchoBackend backend) {
        try {
            kernel.register(backend);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Swap swap(EchoBackend to) throws Exception {
        next = to;
        Swap begun = kernel.swaps()
                .start(new SwapRequest("echo", "file:next.jar", TERMS))
                .get(20, TimeUnit.SECONDS);
        return kernel.swaps().ended(begun.swapId()).get(30, TimeUnit.SECONDS);
    }

    private EchoBackend good() {
        return current.manifest().version().equals("1.0.0")
                ? new EchoBackend("2.0.0", other.port(), true)
                : new EchoBackend("1.0.0", one.port(), true);
    }

    @Test
    void swaps_that_are_done_and_swaps_that_are_undone() throws Exception {
        try (EchoStreams streams = new EchoStreams(server.port(), 12)) {
            for (int i = 0; i < 24; i++) {
                streams.goOn(10);
                resolves = i % 4 != 3;
                boolean done = i % 4 == 0;
                Swap swap = swap(
                        i % 4 == 1
                                ? new EchoBackend("3.0.0", garbage.port(), true)
                                : i % 4 == 2 ? new EchoBackend("3.0.0", one.port(), false) : good());
                assertEquals(done ? SwapState.SWITCHED : SwapState.ROLLED_BACK, swap.state(), swap.toString());
            }
            streams.goOn(20);
            assertEquals(List.of(), List.copyOf(streams.failures));
        }
    }

    @Test
    void updates_in_place() throws Exception {
        try (EchoStreams streams = new EchoStreams(server.port(), 12)) {
            for (int i = 0; i < 20; i++) {
                streams.goOn(10);
                kernel.unregister(current);
                current = good();
                kernel.register(current);
            }
            streams.goOn(20);
            assertEquals(List.of(), List.copyOf(streams.failures));
        }
    }
}
