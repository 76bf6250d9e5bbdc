// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.ConfigValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the certificates of a PEM file, and in no others. */
final class OpenAiTrust {
    private static final String FILE = "tls_ca_file";

    private OpenAiTrust() {}

    /** The TLS settings, or null for the JDK's own; what is wrong becomes a problem of {@code values}. */
    static SSLContext read(ConfigValues values) {
        String file = values.text(FILE);
        if (file == null) {
            return null;
        }
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            return trusting(pem);
        } catch (IOException | InvalidPathException e) {
            values.problem(FILE, "cannot be read");
        } catch (GeneralSecurityException e) {
            values.problem(FILE, "holds no certificates in PEM form");
        }
        return null;
    }

    private static SSLContext trusting(InputStream pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            store.setCertificateEntry("ca-" + count++, certificate);
        }
        if (count == 0) {
            throw new GeneralSecurityException("no certificate");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
