// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code status}: 0 running and ready, 1 running but not ready, 3 not running. */
final class StatusVerb implements Verb {
    private static final int NOT_RUNNING = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Install install;
    private final Terminal terminal;

    StatusVerb(Install install, Terminal terminal) {
        this.install = install;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws IOException {
        Optional<Running> live = new RunFile(install.data()).live();
        if (live.isEmpty()) {
            terminal.out().println("not running");
            return NOT_RUNNING;
        }
        Running running = live.get();
        Calls calls = new Calls(running.address(), "", PATIENCE);
        boolean ready = Readiness.isReady(calls);
        terminal.out().println("pid      " + running.pid());
        terminal.out().println("address  " + running.address());
        terminal.out().println("console  " + (running.sshPort() == 0 ? "REST" : "ssh port " + running.sshPort()));
        terminal.out().println("ready    " + (ready ? "yes" : "no"));
        backends(calls);
        return ready ? 0 : 1;
    }

    private void backends(Calls calls) {
        try {
            for (JsonNode backend : calls.get("/api/v1/backends").json().path("items")) {
                String detail = backend.path("detail").asText("");
                terminal.out()
                        .println("backend  "
                                + backend.path("manifest").path("backend").asText() + "  "
                                + backend.path("state").asText() + (detail.isEmpty() ? "" : "  " + detail));
            }
        } catch (IOException e) {
            terminal.out().println("backend  (no answer)");
        }
    }
}
