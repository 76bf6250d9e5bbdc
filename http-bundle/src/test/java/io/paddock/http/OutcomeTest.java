// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CallOutcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel hears once how each request went, before its lease is given back. */
@Timeout(60)
class OutcomeTest {
    @TempDir
    Path folder;

    private EdgeServer server;
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        upstream = new FakeUpstream();
        server.upstream(upstream);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    private CallOutcome ask() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", "/v1/chat/completions", "{\"model\":\"tiny\"}");
            Eventually.becomes("the lease to be back", () -> !server.kernel.released.isEmpty());
        }
        assertEquals(1, server.kernel.outcomes.size());
        return server.kernel.outcomes.get(0);
    }

    @Test
    void an_answer_to_the_end_is_a_success_and_has_a_time() throws Exception {
        CallOutcome seen = ask();
        assertTrue(seen.succeeded());
        assertNotNull(seen.firstByte());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void what_the_client_did_wrong_is_not_the_engines_fault(int status) throws Exception {
        upstream.script = exchange -> exchange.whole(status, "application/json", "{}");
        assertTrue(ask().succeeded());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 429, 500, 503})
    void an_error_of_the_engine_is_a_failure(int status) throws Exception {
        upstream.script = exchange -> exchange.whole(status, "application/json", "{}");
        assertFalse(ask().succeeded());
    }

    @Test
    void an_answer_that_breaks_off_is_a_failure() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            exchange.chunk("data: 1\n\n");
            exchange.socket().close();
        };
        assertFalse(ask().succeeded());
    }
}
