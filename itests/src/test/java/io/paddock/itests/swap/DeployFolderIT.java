// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.KarafShell;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Newer jars of the llama.cpp backend are dropped into {@code deploy/}, and all go again, while clients stream. */
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Karaf has no console over ssh on Java 24 and newer")
class DeployFolderIT {
    private static final String OWNER = "anna";

    @TempDir
    Path folder;

    /** Moved into place, so that nobody reads half of it. */
    private static void drop(Paddock paddock, Path jar) throws Exception {
        Path draft = Files.copy(jar, paddock.home().resolve("data/backend.jar"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, deployed(paddock), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path deployed(Paddock paddock) {
        return paddock.home().resolve("deploy/backend.jar");
    }

    private static String version(Paddock paddock) throws Exception {
        return ServingInstance.of(paddock, "paddock-demo")
                .at("/backend_version")
                .asText();
    }

    @Test
    void a_newer_jar_serves_without_a_failed_request_and_what_is_uninstalled_is_not_registered() throws Exception {
        int port = Paddock.freePort();
        try (Paddock paddock = Paddock.unpacked(
                "deploy-folder",
                Jdk.running(),
                Map.of("PADDOCK_LLAMACPP_ENGINE", "worker", "PADDOCK_SSH_PORT", Integer.toString(port)))) {
            KeyPair key = KarafShell.letIn(paddock.home());
            assertEquals(0, paddock.launcher("start").exit());
            Path shipped = RevisedJar.shipped(paddock.home(), "llamacpp");
            try (SwapLoad load = SwapLoad.on(paddock, "paddock-demo", Questions.toTheDemo(paddock), 4, 4)) {
                String before = version(paddock);
                drop(paddock, RevisedJar.of(shipped, folder, "0.1.1"));
                Eventually.holds("the one in deploy/", () -> version(paddock).equals("0.1.1"));
                newerOneServesUnderLease(paddock, RevisedJar.of(shipped, folder, "0.1.2"));
                Files.delete(deployed(paddock));
                Eventually.holds(
                        "the one that was there first", () -> version(paddock).equals(before));
                load.goOn(10);
                load.assertWell("jars that come and go");
                load.end();
                load.assertWell("its end");
                System.out.println("While jars came and went: " + load);
            }
            try (KarafShell shell = KarafShell.open(key, port)) {
                uninstalled(paddock, shell);
            }
        }
    }

    private static void newerOneServesUnderLease(Paddock paddock, Path newer) throws Exception {
        Answer leased = paddock.post("/api/v1/endpoints", EnsureBody.full("paddock-demo", OWNER, 600_000));
        assertEquals(201, leased.status(), leased.body());
        String lease = leased.text("/lease/lease_ref");
        drop(paddock, newer);
        Eventually.holds("the newer one", () -> version(paddock).equals("0.1.2"));
        long before = leased.json().at("/endpoint/endpoint_generation").asLong();
        Eventually.holds("the lease to have arrived", () -> {
            JsonNode seen = paddock.get("/api/v1/leases/" + lease).json().at("/lease");
            return seen.at("/state").asText().equals("active")
                    && seen.at("/endpoint_generation").asLong() > before;
        });
        Answer renewed =
                paddock.post("/api/v1/leases/" + lease + "/renew", "{\"owner_ref\":\"" + OWNER + "\",\"ttl_ms\":1000}");
        assertEquals(200, renewed.status(), renewed.body());
    }

    private static void uninstalled(Paddock paddock, KarafShell shell) throws Exception {
        List<ProcessHandle> engines = Processes.engines(paddock);
        assertTrue(!engines.isEmpty(), "nothing serves");
        shell.run("feature:uninstall paddock-backend-llamacpp");
        Processes.goneWithin(engines);
        String wish = EnsureBody.full("paddock-demo", OWNER, 1000);
        Removal.awaitTold(paddock, wish);
    }
}
