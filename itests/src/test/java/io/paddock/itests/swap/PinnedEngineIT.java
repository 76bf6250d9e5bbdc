// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.KarafShell;
import io.paddock.itests.support.Paddock;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Karaf's own update of the engine's bundle, whose library is loaded into the runtime: no swap, so nothing refuses it. */
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Karaf has no console over ssh on Java 24 and newer")
class PinnedEngineIT {
    private static final String ENGINE = "io.paddock.backend.llamacpp.engine";
    private static final String QUESTION =
            "{\"model\":\"paddock-demo\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

    @TempDir
    Path folder;

    private static Answer ask(Paddock paddock) throws Exception {
        return paddock.post("/v1/chat/completions", QUESTION);
    }

    @Test
    void updated_it_serves_and_refreshed_it_tells_to_restart_and_restarted_it_serves_again() throws Exception {
        int port = Paddock.freePort();
        try (Paddock paddock = Paddock.unpacked(
                "pinned-engine",
                Jdk.running(),
                Map.of("PADDOCK_LLAMACPP_ENGINE", "in-process", "PADDOCK_SSH_PORT", Integer.toString(port)))) {
            KeyPair key = KarafShell.letIn(paddock.home());
            assertEquals(0, paddock.launcher("start").exit());
            Path next = RevisedJar.of(RevisedJar.shipped(paddock.home(), "llamacpp-engine"), folder, "0.1.1");
            try (KarafShell shell = KarafShell.open(key, port)) {
                assertEquals(200, ask(paddock).status());
                shell.run("bundle:update " + ENGINE + " " + next.toUri());
                assertEquals(200, ask(paddock).status(), "until it is refreshed the one that is loaded serves");

                shell.run("bundle:refresh " + ENGINE);
                Eventually.holds("the refreshed backend", () -> ask(paddock).status() == 503);
                Answer refused = ask(paddock);
                assertTrue(refused.body().contains("restart the runtime"), refused.body());
                assertTrue(refused.body().contains("\"code\":\"engine_unavailable\""), refused.body());
                String backends = shell.run("paddock:backends");
                assertTrue(backends.contains("the engine's bundle was changed"), backends);
                System.out.println(backends);
            }
            assertEquals(0, paddock.launcher("stop").exit());
            assertEquals(0, paddock.launcher("start").exit());
            assertEquals(200, ask(paddock).status(), "the new one, in a new JVM");
        }
    }
}
