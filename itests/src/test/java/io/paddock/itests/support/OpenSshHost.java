// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** OpenSSH's own server, started for the tests by the user who runs them. */
public final class OpenSshHost implements SshHost {
    private final Path folder;
    private final int port;
    private final Process server;

    private OpenSshHost(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    /** The program: {@code PADDOCK_SSHD}, or the usual place. */
    public static Optional<Path> program() {
        String named = System.getenv("PADDOCK_SSHD");
        return Optional.of(Path.of(named == null || named.isBlank() ? "/usr/sbin/sshd" : named))
                .filter(Files::isExecutable);
    }

    /** Why there is none. */
    public static String reason() {
        return "there is no OpenSSH server: neither PADDOCK_SSHD nor /usr/sbin/sshd is one";
    }

    /** Starts it; empty, with the reason in {@code sshd.log}, when it does not want to. */
    public static Optional<OpenSshHost> started(Path program, Path folder) throws IOException, InterruptedException {
        int port = Paddock.freePort();
        for (String key : List.of("host", "identity")) {
            Finished made = Shell.run(
                    folder,
                    List.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-f",
                            folder.resolve(key).toString()));
            if (made.exit() != 0) {
                throw new IOException("ssh-keygen failed: " + made.output());
            }
        }
        Files.copy(folder.resolve("identity.pub"), folder.resolve("authorized"));
        Files.setPosixFilePermissions(folder.resolve("authorized"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:" + port + " " + Files.readString(folder.resolve("host.pub")));
        Path config = Files.writeString(
                folder.resolve("sshd.conf"),
                "Port " + port + "\nListenAddress 127.0.0.1\nHostKey " + folder.resolve("host")
                        + "\nAuthorizedKeysFile " + folder.resolve("authorized")
                        + "\nStrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPidFile none\n");
        Process server = new ProcessBuilder(program.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        OpenSshHost host = new OpenSshHost(folder, port, server);
        return host.listens() ? Optional.of(host) : Optional.empty();
    }

    private boolean listens() throws InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
        return false;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return System.getProperty("user.name");
    }

    @Override
    public Path identity() {
        return folder.resolve("identity");
    }

    @Override
    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** Every connection breaks, without a word to those at its ends; new ones may come. */
    public void cut() {
        server.children().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        cut();
        server.destroyForcibly();
    }
}
