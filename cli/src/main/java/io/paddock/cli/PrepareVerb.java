// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code prepare PID}: what {@code run} needs before the launcher's own process, whose number is given, becomes the
 * runtime. For the launcher, not for people.
 */
final class PrepareVerb implements Verb {
    private final Install install;
    private final Terminal terminal;

    PrepareVerb(Install install, Terminal terminal) {
        this.install = install;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws CliFailure, IOException {
        if (args.size() != 1 || !args.get(0).matches("[0-9]{1,18}")) {
            throw CliFailure.usage("prepare wants the number of a process");
        }
        RunFile runFile = new RunFile(install.data());
        Optional<Running> already = runFile.live();
        if (already.isPresent()) {
            throw new CliFailure("Paddock is running already: " + already.get().address() + " (pid "
                    + already.get().pid() + "); stop it first: paddock stop");
        }
        Preparation.checkPorts(install);
        Preparation.loginKey(install, terminal);
        Optional<Running> running = Running.of(Long.parseLong(args.get(0)), install.port(), install.sshPort());
        if (running.isPresent()) {
            runFile.write(running.get());
        }
        return 0;
    }
}
