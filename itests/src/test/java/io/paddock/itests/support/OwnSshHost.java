// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** One inside the tests' own process; it runs real commands with a real shell. */
public final class OwnSshHost implements SshHost {
    private final Path folder;
    private final SshServer server = SshServer.setUpDefaultServer();

    /** Starts it; its files go into {@code folder}. */
    public OwnSshHost(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        KeyPair host = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        KeyPair ours = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals(user()) && KeyUtils.compareKeys(key, ours.getPublic()));
        server.setCommandFactory(
                (channel, line) -> new ProcessShellFactory("sh", "/bin/sh", "-c", line).createShell(channel));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.start();
        try (var out = Files.newOutputStream(identity())) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(ours, "tests", null, out);
        }
        Files.writeString(
                knownHosts(), "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public String user() {
        return "anna";
    }

    @Override
    public Path identity() {
        return folder.resolve("identity");
    }

    @Override
    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** Every connection breaks; new ones may come. */
    public void cut() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
