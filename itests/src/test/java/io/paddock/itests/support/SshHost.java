// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An ssh server on this machine that lets one key in. */
public interface SshHost extends AutoCloseable {
    /** Its port. */
    int port();

    /** Who may come in. */
    String user();

    /** File with the private key. */
    Path identity();

    /** File with its host key. */
    Path knownHosts();

    @Override
    void close() throws IOException;

    /** Lets a runtime know it as ssh target {@code here}, and place its llama-servers there. */
    default void configure(Path home, Path program, Path model) throws IOException {
        Files.writeString(
                home.resolve("etc/io.paddock.ssh-here.cfg"),
                "host = 127.0.0.1\nport = " + port() + "\nuser = " + user() + "\nidentity_file = " + identity()
                        + "\nknown_hosts = " + knownHosts() + "\n");
        Files.writeString(
                home.resolve("etc/io.paddock.backend.llamacpp.cfg"),
                "\nsurface = ssh_exec\nssh_target = here\nssh_program = " + program + "\nssh_models = far=" + model
                        + "\ndefault_model = far\nparallel = 1\nctx_size = 512\n",
                StandardOpenOption.APPEND);
    }
}
