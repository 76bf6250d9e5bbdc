// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * An ssh server on this machine that runs real commands with a real shell. When a connection ends it only closes the
 * command's input and output, as servers do: who wants its end must see to that.
 */
final class SshServerHere implements AutoCloseable {
    static final String USER = "anna";

    final Path folder;
    final KeyPair ours = key("ecdsa-sha2-nistp256", 256);
    final KeyPair hostKey;
    volatile String greeting = "";
    final List<String> commands = new CopyOnWriteArrayList<>();
    private final SshServer server = SshServer.setUpDefaultServer();

    SshServerHere(Path folder) throws Exception {
        this(folder, key("ecdsa-sha2-nistp256", 256));
    }

    SshServerHere(Path folder, KeyPair... hostKeys) throws Exception {
        this.folder = folder;
        this.hostKey = hostKeys[0];
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals(USER) && KeyUtils.compareKeys(key, ours.getPublic()));
        server.setCommandFactory((channel, line) -> {
            commands.add(line);
            return new ShellCommand(greeting + line);
        });
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.start();
        writeKey(identity(), ours, null);
        knows(hostKeys[0]);
    }

    static KeyPair key(String type, int bits) {
        try {
            return KeyUtils.generateKeyPair(type, bits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void writeKey(Path file, KeyPair key, String phrase) throws Exception {
        OpenSSHKeyEncryptionContext secret = null;
        if (phrase != null) {
            secret = new OpenSSHKeyEncryptionContext();
            secret.setPassword(phrase);
            secret.setCipherType("256");
        }
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", secret, out);
        }
    }

    int port() {
        return server.getPort();
    }

    Path identity() {
        return folder.resolve("identity");
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** The file of known hosts has this key for us, and no other. */
    void knows(KeyPair hostKey) throws IOException {
        knows(hostKey, port());
    }

    void knows(KeyPair hostKey, int port) throws IOException {
        Files.writeString(
                knownHosts(), "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n");
    }

    void forbidForwarding() {
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    }

    /** The target that leads here, as a configuration would make it. */
    Config config(int port) {
        return Configs.of(USER, port, identity().toString(), knownHosts().toString());
    }

    @Override
    public void close() throws IOException {
        server.close(true);
        server.stop(true);
    }
}
