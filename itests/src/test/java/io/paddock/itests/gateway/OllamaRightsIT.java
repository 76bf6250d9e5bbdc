// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.ModelRegistry;
import io.paddock.itests.support.OllamaBuild;
import io.paddock.itests.support.OllamaDaemon;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real daemon that the configuration gives rights over: it pulls from a registry on loopback, loads and unloads. */
class OllamaRightsIT {
    private static final String TEMPLATE = "{{ .Prompt }}";

    @Test
    void a_missing_model_is_pulled_loaded_served_and_unloaded_after_its_last_lease() throws Exception {
        Path program = Requirement.need(OllamaBuild.program(), OllamaBuild.reason());
        Path gguf = Path.of(System.getProperty("paddock.project"), "tools/demo-model/paddock-demo.gguf");
        try (OllamaDaemon source = OllamaDaemon.started(program)) {
            source.create("me/demo", gguf, TEMPLATE);
            try (ModelRegistry registry = ModelRegistry.of(source.models());
                    OllamaDaemon daemon = OllamaDaemon.started(program);
                    Paddock paddock = configured(daemon, registry)) {
                pulledServedAndUnloaded(daemon, registry.host() + "/me/demo:latest", paddock);
            }
        }
    }

    private static Paddock configured(OllamaDaemon daemon, ModelRegistry registry) throws Exception {
        Paddock paddock = Paddock.unpacked("ollama-rights", Jdk.running(), Map.of());
        Files.writeString(
                paddock.home().resolve("etc/io.paddock.backend.ollama.cfg"),
                "root_url = " + daemon.url() + "\npull_missing = true\npull_hosts = " + registry.host()
                        + "\nwarm_up = true\nunload_after_ms = 1000\n");
        assertEquals(0, paddock.launcher("start").exit());
        return paddock;
    }

    private static void pulledServedAndUnloaded(OllamaDaemon daemon, String model, Paddock paddock) throws Exception {
        Eventually.holds(
                "the backend", () -> paddock.get("/api/v1/backends").json().findValue("pulls_missing_models") != null);
        assertEquals(List.of(), daemon.installed());

        Answer ensured = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"ollama\",\"backend_options\":{\"model_identity\":\""
                        + model + "\"}}},\"lease\":{\"owner_ref\":\"me\",\"ttl_ms\":60000}}");

        assertEquals(201, ensured.status(), ensured.body());
        assertEquals(List.of(model), daemon.installed());
        assertEquals(List.of(model), daemon.loaded(), "it was loaded before it was published");
        Answer answer = paddock.post(
                "/v1/completions",
                "{\"model\":\"" + model + "\",\"prompt\":\"What is Paddock?\",\"max_tokens\":8,\"temperature\":0}");
        assertTrue(answer.json().at("/usage/completion_tokens").asInt() > 0, answer.body());

        Answer released = paddock.send(HttpRequest.newBuilder(
                        paddock.uri("/api/v1/leases/" + ensured.text("/lease/lease_ref") + "?owner_ref=me"))
                .DELETE());
        assertEquals(204, released.status(), released.body());
        Eventually.holds("the unloading", () -> daemon.loaded().isEmpty());
        JsonNode left = paddock.get("/api/v1/instances").json().path("items");
        assertTrue(left.findValuesAsText("lifecycle_status").stream().noneMatch("ready"::equals), left::toString);
        assertEquals(List.of(model), daemon.installed());
    }
}
