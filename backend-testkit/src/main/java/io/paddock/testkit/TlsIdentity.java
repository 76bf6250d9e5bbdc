// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server's certificate for 127.0.0.1 that a certificate authority of its own has signed. Made by the JDK's keytool.
 *
 * @param authority PEM file with the certificate of the authority
 * @param server what a server with that certificate uses
 */
public record TlsIdentity(Path authority, SSLContext server) {
    private static final String PASSWORD = "changeit";

    /** Makes a new authority and a new certificate; their files are in {@code folder}. */
    public static TlsIdentity in(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("identity.p12");
        Path authority = folder.resolve("ca.pem");
        keytool(store, "-genkeypair -alias ca -keyalg EC -dname CN=test-authority -ext bc:critical=ca:true");
        keytool(store, "-genkeypair -alias server -signer ca -keyalg EC -dname CN=test-server -ext san=ip:127.0.0.1");
        keytool(store, "-exportcert -rfc -alias ca -file " + authority);
        keytool(store, "-delete -alias ca");
        try {
            return new TlsIdentity(authority, context(store));
        } catch (GeneralSecurityException e) {
            throw new IOException("the new certificate cannot be used", e);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path store, String line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(line.split(" ")));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool did not do it: " + line);
        }
    }
}
