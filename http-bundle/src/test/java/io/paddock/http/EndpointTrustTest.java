// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EndpointTrust;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.TlsIdentity;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose certificate the JVM does not trust is called as its backend says. */
@Timeout(60)
class EndpointTrustTest {
    private static final String CHAT =
            "{\"model\":\"tiny\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private record Trust(String backend, SSLContext tls) implements EndpointTrust {}

    @TempDir
    Path folder;

    @Test
    void trust_comes_and_goes_with_its_backend_and_is_for_no_other() throws Exception {
        TlsIdentity identity = TlsIdentity.in(folder);
        try (EdgeServer edge = new EdgeServer(EdgeServer.Setup.in(folder));
                FakeModelServer engine = FakeModelServer.start(identity)) {
            edge.kernel.baseUrl = URI.create(engine.url() + "/v1");
            Trust trust = new Trust("fake", trusting(identity.authority()));

            edge.servlet.bindTrust(new Trust("another", trust.tls()));
            RawClient.Reply refused = ask(edge, false);
            assertEquals(502, refused.status());
            assertTrue(refused.body().contains("upstream_failed"), refused.body());

            edge.servlet.bindTrust(trust);
            edge.servlet.bindTrust(new Trust("fake", SSLContext.getDefault()));
            assertEquals(200, ask(edge, false).status());
            String streamed = ask(edge, true).body();
            assertTrue(streamed.contains("data: [DONE]"), streamed);

            edge.servlet.unbindTrust(trust);
            assertEquals(502, ask(edge, false).status());
        }
    }

    private static RawClient.Reply ask(EdgeServer edge, boolean stream) throws Exception {
        return RawClient.post(edge.port(), "/v1/chat/completions", CHAT.formatted(stream));
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
