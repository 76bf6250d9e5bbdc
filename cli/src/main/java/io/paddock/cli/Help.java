// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.util.Map;
import java.util.Optional;

/** What the launcher says about itself. */
final class Help {
    static final String OVERVIEW = """
            usage: paddock VERB

              demo      start a runtime, resolve an endpoint, chat with the bundled model, stop
              run       run in the foreground, with the console
              start     run in the background, wait until it is ready
              stop      stop the runtime that start or run began
              status    is it running and ready? 0: yes, 1: not ready, 3: not running
              console   the console of the running runtime
              logs      the end of the log; -f follows it
              exec      one console line: paddock exec 'paddock:backends --json'
              sbom      what this distribution consists of, as CycloneDX JSON
              version   version of Paddock and of Java
              help      this text; help VERB says more

            environment: PADDOCK_PORT (8080), PADDOCK_SSH_PORT (8101; 0: off), PADDOCK_DATA (data), JAVA_HOME, JAVA_OPTS
            """;

    private static final Map<String, String> TEXTS = Map.of(
            "demo", """
            usage: paddock demo [--model FILE.gguf] [--prompt TEXT]

            Starts a runtime of its own (own data, a free port unless PADDOCK_PORT is set, no ssh), resolves an endpoint
            over REST, streams a chat completion through the gateway, prints time to first token and tokens per second,
            releases the lease and stops. Any other runtime is left alone. Without --model it asks the bundled one.
            """,
            "run", """
            usage: paddock run

            Runs in the foreground, with the Karaf console where there is a terminal, else with the log.
            Leave the console with logout or Ctrl-D; that stops the runtime.
            """,
            "start", """
            usage: paddock start

            Starts the runtime in the background and returns when it is ready (at most 60 s). 0 when it runs.
            """,
            "stop", """
            usage: paddock stop

            Stops the runtime: asks, waits up to 30 s, then ends it by force.
            """,
            "status", """
            usage: paddock status

            Prints pid, address, readiness and backends. 0 running and ready, 1 not ready, 3 not running.
            """,
            "console", """
            usage: paddock console

            Opens the Karaf console over ssh on loopback, with a key that was made at the first start. Where ssh cannot
            be used it says why and offers a prompt for the paddock: verbs, over REST.
            """,
            "logs", """
            usage: paddock logs [-f]

            Prints the last 50 lines of data/log/paddock.log; -f goes on with what comes.
            """,
            "exec", """
            usage: paddock exec 'LINE'

            Runs one line of the paddock: verbs in the running runtime, such as 'paddock:backends --json', prints what
            it prints and returns its exit code: 0 done, 1 failed, 2 not understood.
            """,
            "sbom", """
            usage: paddock sbom

            Prints a bill of materials (CycloneDX 1.5) of every jar of this distribution, the jars inside jars and what
            lies in deploy included. The one made with the distribution is the file bom.json.
            """,
            "version", "usage: paddock version\n");

    private Help() {}

    static Optional<String> of(String verb) {
        return verb.equals("help") ? Optional.of("usage: paddock help [VERB]\n") : Optional.ofNullable(TEXTS.get(verb));
    }
}
