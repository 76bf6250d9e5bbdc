// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiTrustTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void an_authority_of_the_file_is_trusted_and_otherwise_not() throws Exception {
        TlsIdentity identity = TlsIdentity.in(folder);
        try (FakeModelServer server = FakeModelServer.start(identity)) {
            Map<String, Object> plain = Map.of("base_url", server.url() + "/v1");
            Map<String, Object> trusting = new HashMap<>(plain);
            trusting.put("tls_ca_file", identity.authority().toString());

            Probe.Ready ready = assertInstanceOf(Probe.Ready.class, probe(trusting));
            assertEquals(server.url() + "/v1", ready.baseUrl().toString());
            Probe.Pending untrusted = assertInstanceOf(Probe.Pending.class, probe(plain));
            assertTrue(untrusted.because().contains("certificate is not trusted"), untrusted::because);
        }
    }

    @Test
    void a_file_that_holds_no_certificate_is_a_problem() throws Exception {
        for (String content : List.of("", "hello")) {
            Path file = Files.writeString(folder.resolve("bad.pem"), content);
            ConfigValues values = new ConfigValues(Map.of("tls_ca_file", file.toString()));
            OpenAiTrust.read(values);
            assertEquals(List.of("tls_ca_file: holds no certificates in PEM form"), values.problems());
        }
    }

    private static Probe probe(Map<String, Object> configuration) {
        OpenAiSettings settings = OpenAiSettings.read(new ConfigValues(configuration), Map.of());
        assertEquals(List.of(), settings.problems());
        try (HttpCalls calls = HttpCalls.open("tls", settings.tls())) {
            return new OpenAiBackend(calls, settings, "1.0.0")
                    .plan(new InstanceSpec("openai", "tiny", null, null, Map.of()))
                    .driver()
                    .open(new Launched("openai-1", 0, 0, ""))
                    .probe(PATIENT);
        }
    }
}
