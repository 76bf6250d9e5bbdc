// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts the host key that stands in the target's file, and no other. Never writes to that file. Thread-safe. */
final class HostKeys extends KnownHostsServerKeyVerifier {
    /** Where a connection keeps why its host key was refused. */
    static final AttributeKey<AtomicReference<String>> VERDICT = new AttributeKey<>();

    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);

    private final Target target;

    HostKeys(Target target) {
        super(RejectAllServerKeyVerifier.INSTANCE, target.knownHosts());
        this.target = target;
    }

    /** The types of the keys that the file has for the target: these are asked for first. */
    Set<String> types() {
        Path file = target.knownHosts();
        if (!Files.isReadable(file)) {
            return Set.of();
        }
        try {
            List<KnownHostEntry> entries = KnownHostEntry.readKnownHostEntries(file);
            return entries.stream()
                    .filter(entry -> entry.getKeyEntry() != null && entry.isHostMatch(target.host(), target.port()))
                    .map(entry -> entry.getKeyEntry().getKeyType())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read", file, e);
            return Set.of();
        }
    }

    @Override
    protected boolean acceptUnknownHostKey(ClientSession session, SocketAddress address, PublicKey key) {
        return refuse(
                session,
                "is not known: its host key is not in the known_hosts file of the configuration; add it there once you"
                        + " have compared it (the log names file and key)",
                key);
    }

    @Override
    public boolean acceptModifiedServerKey(
            ClientSession session, SocketAddress address, KnownHostEntry entry, PublicKey expected, PublicKey actual) {
        return refuse(
                session,
                "shows another host key than the one in the known_hosts file of the configuration: it was set up anew,"
                        + " or another machine answers; if that is right, replace it there (the log names file and key)",
                actual);
    }

    @Override
    protected void handleRevokedKey(ClientSession session, SocketAddress address, PublicKey key) {
        refuse(session, "shows a host key that is revoked in the known_hosts file of the configuration", key);
    }

    private boolean refuse(ClientSession session, String verdict, PublicKey key) {
        LOG.warn(
                "host key {} {} of ssh target '{}' ({} port {}) is refused; the file is {}",
                KeyUtils.getKeyType(key),
                KeyUtils.getFingerPrint(key),
                target.name(),
                target.host(),
                target.port(),
                target.knownHosts());
        AtomicReference<String> place = session.getConnectionContext().getAttribute(VERDICT);
        place.set(verdict);
        return false;
    }
}
