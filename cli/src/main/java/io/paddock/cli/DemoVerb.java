// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code demo}: a whole life of the product in a runtime of its own, from start to stop. */
final class DemoVerb implements Verb {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int TAIL = 20;
    private static final int INTERRUPTED = 130;

    private final Install install;
    private final Terminal terminal;
    private final int port;

    /**
     * The demo.
     *
     * @param port the runtime's port, 0 for a free one
     */
    DemoVerb(Install install, Terminal terminal, int port) {
        this.install = install;
        this.terminal = terminal;
        this.port = port;
    }

    @Override
    public int run(List<String> args) throws CliFailure, IOException, InterruptedException {
        DemoOptions options = DemoOptions.parse(args);
        if (port != 0) {
            PortCheck.requireFree(port, "PADDOCK_PORT");
        }
        long began = System.nanoTime();
        Map<String, String> extra = options.file()
                .map(file -> Map.of("PADDOCK_MODEL_FILES", file.toString()))
                .orElse(Map.of());
        step("starting a runtime of its own");
        try (PrivateRuntime runtime = PrivateRuntime.start(install, port, extra)) {
            Readiness.Outcome outcome = runtime.await(READY_WITHIN);
            if (runtime.isEnding()) {
                return INTERRUPTED;
            }
            if (outcome != Readiness.Outcome.READY) {
                StartFailure.show(runtime.install(), outcome, READY_WITHIN, TAIL, terminal);
                return 1;
            }
            out().printf(Locale.ROOT, "ready: %s after %.1f s%n", runtime.address(), seconds(began));
            talk(new DemoCalls(new Calls(runtime.address(), "", PATIENCE), options.model()), options);
            step("stopping the runtime");
        }
        out().printf(Locale.ROOT, "done in %.1f s%n", seconds(began));
        return 0;
    }

    private void talk(DemoCalls calls, DemoOptions options) throws CliFailure, IOException {
        ObjectNode request = calls.ensureRequest();
        step("resolving an endpoint: POST /api/v1/endpoints");
        out().println(Json.pretty(request));
        JsonNode answer = calls.ensure(request);
        step("the answer, shortened");
        out().println(Json.pretty(DemoCalls.shortened(answer)));

        ChatStream stream = ask(calls, options);
        out().println();
        out().println("(" + stream.timing() + ")");

        step("releasing the lease: DELETE /api/v1/leases/{ref}");
        out().println(calls.release(answer.path("endpoint").path("lease_ref").asText()));
    }

    private ChatStream ask(DemoCalls calls, DemoOptions options) throws CliFailure, IOException {
        boolean chats = calls.chats();
        String asked = options.model() + " through the gateway: POST ";
        step(chats ? "asking " + asked + "/v1/chat/completions" : "continuing with " + asked + "/v1/completions");
        if (!chats) {
            out().println("(the model has no chat template, so it only goes on with a text)");
        }
        out().println("> " + options.prompt());
        ChatStream stream = new ChatStream(this::show, System::nanoTime);
        if (chats) {
            calls.chat(options.prompt(), stream);
        } else {
            calls.complete(options.prompt(), stream);
        }
        return stream;
    }

    private void show(String piece) {
        out().print(piece);
        out().flush();
    }

    private void step(String what) {
        out().println();
        out().println("== " + what);
    }

    private PrintStream out() {
        return terminal.out();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
