// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** The Karaf console of a runtime, over ssh; there is none on Java 24 and newer. */
public final class KarafShell implements AutoCloseable {
    private static final String USER = "tests";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final KeyPair key;
    private final int port;

    private KarafShell(KeyPair key, int port) {
        this.key = key;
        this.port = port;
        client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
    }

    /** A key that a runtime lets in which was not started yet. */
    public static KeyPair letIn(Path home) throws IOException, GeneralSecurityException {
        KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.SSH_RSA, 3072);
        String encoded = PublicKeyEntry.toString(key.getPublic()).substring("ssh-rsa ".length());
        Files.writeString(
                home.resolve("etc/keys.properties"),
                "\n" + USER + " = " + encoded + ",_g_:admingroup\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return key;
    }

    /** The console, as soon as it is there. */
    public static KarafShell open(KeyPair key, int port) throws Exception {
        Eventually.holds("the console over ssh", () -> listens(port));
        return new KarafShell(key, port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a line, in a session of its own, since Karaf ends a session with its first command; fails when that does. */
    public String run(String line) throws IOException {
        try (ClientSession session =
                client.connect(USER, "127.0.0.1", port).verify(PATIENCE).getSession()) {
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            String said = session.executeRemoteCommand(line, errors, UTF_8);
            return said + errors.toString(UTF_8);
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
