// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import io.paddock.api.InferenceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

/** The way to one target: opens connections, with keys only, to the host whose key is known only. Thread-safe. */
final class Door implements AutoCloseable {
    /** How often the other side is asked whether it is there, and how many answers may be missing. */
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);

    private static final int MISSING_ANSWERS = 3;

    private final Target target;
    private final HostKeys hostKeys;
    private final SshClient client = SshClient.setUpDefaultClient();

    Door(Target target) {
        this.target = target;
        this.hostKeys = new HostKeys(target);
        client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier(hostKeys);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER); // not those in ~/.ssh
        client.setPasswordIdentityProvider(null);
        if (target.identityFile() == null) {
            client.setAgentFactory(new AgentSocket.Factory(target.agent()));
        }
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, ASK_EVERY);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, MISSING_ANSWERS);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
    }

    /**
     * A connection to where commands may be run; blocks, at most twice the target's patience.
     *
     * @throws InferenceException saying why there is none
     */
    Connection open() {
        List<KeyPair> keys = keys();
        AtomicReference<String> verdict = new AtomicReference<>();
        client.setSignatureFactories(ordered(client.getSignatureFactories(), hostKeys.types()));
        try {
            ClientSession session = client.connect(
                            target.user(),
                            target.host(),
                            target.port(),
                            AttributeRepository.ofKeyValuePair(HostKeys.VERDICT, verdict),
                            null)
                    .verify(target.patience())
                    .getSession();
            return authenticated(session, keys, verdict);
        } catch (IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Refusal.of(target, "cannot be reached (" + cause.getClass().getSimpleName() + ")", e);
        }
    }

    private Connection authenticated(ClientSession session, List<KeyPair> keys, AtomicReference<String> verdict) {
        try {
            keys.forEach(session::addPublicKeyIdentity);
            session.auth().verify(target.patience());
            return new Connection(target, session);
        } catch (IOException e) {
            session.close(true);
            if (verdict.get() != null) {
                throw Refusal.of(target, verdict.get(), e);
            }
            if (!denied(e)) {
                throw Refusal.of(target, "does not come to terms with us; is that an ssh server?", e);
            }
            throw Refusal.of(
                    target,
                    "takes no key of ours for user '" + target.user() + "'; "
                            + (target.identityFile() == null
                                    ? "add one to the ssh agent, or its public key to authorized_keys there"
                                    : "add the public key of the identity_file to authorized_keys there"),
                    e);
        }
    }

    private static boolean denied(IOException e) {
        return String.valueOf(e.getMessage()).contains("No more authentication methods");
    }

    /** Read anew for each connection: a key may be replaced while this runs. */
    private List<KeyPair> keys() {
        if (target.identityFile() == null) {
            return noneButTheAgents();
        }
        try (InputStream in = Files.newInputStream(target.identityFile())) {
            List<KeyPair> keys = new ArrayList<>();
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("identity_file"), in, FilePasswordProvider.EMPTY);
            if (found != null) {
                found.forEach(keys::add);
            }
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw Refusal.of(
                    target,
                    "has an identity_file that cannot be used: it must be there, be ours to read, and hold a private key"
                            + " without a pass phrase (one with a pass phrase belongs into an ssh agent)",
                    target.identityFile() + ": " + e);
        }
        throw Refusal.of(target, "has an identity_file without a key in it", target.identityFile());
    }

    private List<KeyPair> noneButTheAgents() {
        try {
            AgentSocket.knock(target.agent());
            return List.of();
        } catch (IOException | RuntimeException e) {
            throw Refusal.of(
                    target,
                    "cannot be asked for, since no ssh agent answers here: start one, or name an identity_file",
                    target.agent() + ": " + e);
        }
    }

    /** The server shows one of its keys; it is asked for one of a type that we know. */
    private static List<NamedFactory<Signature>> ordered(List<NamedFactory<Signature>> all, Set<String> known) {
        List<NamedFactory<Signature>> ordered = new ArrayList<>(all);
        ordered.sort(Comparator.comparing(
                factory -> !known.contains(KeyUtils.getCanonicalKeyType(factory.getName())))); // false comes first
        return ordered;
    }

    /** Ends every connection. */
    @Override
    public void close() {
        client.stop();
    }
}
