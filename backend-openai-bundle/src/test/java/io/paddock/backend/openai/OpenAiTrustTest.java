// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiTrustTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void a_certificate_of_the_file_is_trusted_and_otherwise_not() throws Exception {
        Path pem = folder.resolve("ca.pem");
        Path store = certificate(pem);
        HttpsServer server = serve(store);
        try {
            URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertEquals(
                    200,
                    call(uri, OpenAiTrust.read(new ConfigValues(Map.of("tls_ca_file", pem.toString()))))
                            .status());
            Answer untrusted = call(uri, null);
            assertTrue(untrusted.trouble().contains("certificate is not trusted"), untrusted::trouble);
        } finally {
            server.stop(0);
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

    private Path certificate(Path pem) throws Exception {
        Path store = folder.resolve("store.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "a",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                pem.toString());
        return store;
    }

    private static Answer call(URI uri, SSLContext tls) {
        try (HttpCalls calls = HttpCalls.open("tls", tls)) {
            return calls.get(uri, CallHeaders.none(), Deadline.in(Duration.ofSeconds(10)));
        }
    }

    private static HttpsServer serve(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "keytool did not end");
        assertEquals(0, process.exitValue());
    }
}
