// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.kernel.FakeBackend;
import io.paddock.kernel.FakeDriver;
import io.paddock.spi.Probe;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyRulesTest {
    private static Optional<String> broken(String url, Protocol protocol, Map<Capability, Support> capabilities) {
        Probe.Ready ready = new Probe.Ready(URI.create(url), Map.of(), protocol, null, capabilities, Map.of());
        return ReadyRules.broken(FakeBackend.manifest("fake"), ready);
    }

    @Test
    void a_plain_answer_is_fine() {
        assertEquals(Optional.empty(), ReadyRules.broken(FakeBackend.manifest("fake"), FakeDriver.ready(80)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "ftp://127.0.0.1/v1",
                "http:///v1",
                "http://user:pw@127.0.0.1/v1",
                "http://0.0.0.0:80/v1",
                "http://[::]:80/v1"
            })
    void a_url_that_nobody_can_call_is_refused(String url) {
        assertTrue(broken(url, Protocol.OPENAI_CHAT_COMPLETIONS, Map.of()).isPresent());
    }

    @Test
    void a_protocol_that_was_not_declared_is_refused() {
        assertTrue(broken("http://127.0.0.1/v1", Protocol.OPENAI_COMPLETIONS, Map.of())
                .orElseThrow()
                .contains("openai_completions"));
    }

    @ParameterizedTest
    @CsvSource({
        "STREAMING, YES, true",
        "STREAMING, NO, false",
        "STREAMING, UNKNOWN, false",
        "TOOL_CALLING, YES, true",
        "TOOL_CALLING, NO, true",
        "VISION, YES, false",
        "VISION, NO, true"
    })
    void an_unknown_may_be_narrowed_and_nothing_else_contradicted(
            Capability capability, Support offered, boolean fine) {
        Optional<String> rule =
                broken("http://127.0.0.1/v1", Protocol.OPENAI_CHAT_COMPLETIONS, Map.of(capability, offered));
        assertEquals(fine, rule.isEmpty(), () -> rule.orElse(""));
    }
}
