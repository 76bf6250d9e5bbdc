// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/** Sends console lines to a running runtime over REST and shows what comes back, piece by piece. */
final class LineRunner {
    /** A verb may chat with a model that thinks for long before the first word. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Calls calls;
    private final Terminal terminal;

    private LineRunner(Calls calls, Terminal terminal) {
        this.calls = calls;
        this.terminal = terminal;
    }

    /** For the runtime that was started here. */
    static LineRunner of(Install install, Terminal terminal) throws CliFailure, IOException {
        Running running = new RunFile(install.data())
                .live()
                .orElseThrow(() -> new CliFailure("Paddock is not running here; start it: paddock start"));
        return new LineRunner(new Calls(running.address(), AdminToken.read(install), PATIENCE), terminal);
    }

    /** Runs one line; the exit code is the verb's own. */
    int run(String line) throws CliFailure {
        int[] exit = {1};
        boolean[] seen = {false};
        try {
            Answer answer = calls.postForLines(
                    "/api/v1/console", Json.object().put("line", line).toString(), piece -> {
                        JsonNode json = Json.parse(piece);
                        show(json);
                        if (json.path("exit").isInt()) {
                            exit[0] = json.path("exit").asInt();
                            seen[0] = true;
                        }
                    });
            if (!answer.ok()) {
                throw new CliFailure(answer.reason());
            }
        } catch (IOException e) {
            throw new CliFailure("the runtime did not answer: " + e.getMessage());
        }
        if (!seen[0]) {
            throw new CliFailure("the answer was cut off; see paddock logs");
        }
        return exit[0];
    }

    private void show(JsonNode piece) {
        if (piece.path("out").isTextual()) {
            terminal.out().print(piece.path("out").asText());
            terminal.out().flush();
        }
        if (piece.path("err").isTextual()) {
            terminal.err().print(piece.path("err").asText());
            terminal.err().flush();
        }
    }
}
