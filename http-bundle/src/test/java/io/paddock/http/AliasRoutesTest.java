// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Alias;
import io.paddock.api.Endpoint;
import io.paddock.api.EnsureResult;
import io.paddock.api.ModelTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasRoutesTest {
    private static final String ALIASES = "/api/v1/aliases";
    private static final String SWAPS = "/api/v1/swaps";
    private static final String SWAP = """
            {"alias": "pet", "target": {"model": "dog"}, "terms": {"probation_ms": 500}}
            """;

    @TempDir
    Path folder;

    private EdgeServer server;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        admin = "X-Paddock-Admin-Token: "
                + Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient.Reply ask(String method, String path, String body, String... headers) throws Exception {
        return RawClient.once(server.port(), method, path, body, headers);
    }

    @Test
    void they_are_listed_and_only_the_admin_sees_what_else_they_set() throws Exception {
        RawClient.Reply all = RawClient.get(server.port(), ALIASES);
        assertEquals(200, all.status());
        assertTrue(all.body().contains("\"model\":\"cat\""), all.body());
        assertFalse(all.body().contains("ctx_size"), all.body());
        assertTrue(RawClient.get(server.port(), ALIASES, admin).body().contains("\"ctx_size\":4096"));
    }

    @Test
    void one_is_made_and_removed_by_the_admin_only() throws Exception {
        assertEquals(401, ask("PUT", ALIASES + "/dog", "{\"model\": \"dog\"}").status());
        assertNull(server.kernel.aliases.made);
        RawClient.Reply made = ask("PUT", ALIASES + "/dog", "{\"model\": \"dog\"}", admin);
        assertEquals(200, made.status(), made.body());
        assertEquals(new Alias("dog", new ModelTarget(null, "dog", Map.of())), server.kernel.aliases.made);
        assertEquals(
                409,
                ask("PUT", ALIASES + "/tiny", "{\"model\": \"dog\"}", admin).status());
        assertEquals(401, ask("DELETE", ALIASES + "/pet", null).status());
        assertEquals(204, ask("DELETE", ALIASES + "/pet", null, admin).status());
        assertEquals(404, ask("DELETE", ALIASES + "/cow", null, admin).status());
    }

    @Test
    void what_may_not_be_chosen_over_http_is_refused_with_its_field() throws Exception {
        RawClient.Reply path = ask("PUT", ALIASES + "/dog", "{\"model\": \"/srv/dog.gguf\"}", admin);
        assertEquals(422, path.status());
        assertTrue(path.body().contains("target.model"), path.body());
        RawClient.Reply option = ask(
                "PUT", ALIASES + "/dog", "{\"backend\": \"fake\", \"model\": \"dog\", \"options\": {\"x\": 1}}", admin);
        assertEquals(400, option.status());
        assertTrue(option.body().contains("target.options.x"), option.body());
        RawClient.Reply missing = ask("PUT", ALIASES + "/dog", "{}", admin);
        assertTrue(missing.body().contains("\"field\":\"model\""), missing.body());
    }

    @Test
    void what_one_stands_for_is_swapped_as_backends_are() throws Exception {
        assertEquals(401, RawClient.post(server.port(), SWAPS, SWAP).status());
        RawClient.Reply plan = RawClient.post(server.port(), SWAPS + "?dry_run=true", SWAP, admin);
        assertEquals(200, plan.status(), plan.body());
        assertFalse(server.kernel.aliases.started);
        assertEquals(202, RawClient.post(server.port(), SWAPS, SWAP, admin).status());
        assertTrue(server.kernel.aliases.started);
        assertEquals("dog", server.kernel.aliases.asked.target().model());
        assertFalse(server.kernel.swaps.started);
        RawClient.Reply both = RawClient.post(
                server.port(), SWAPS, SWAP.replace("{\"alias", "{\"backend\": \"fake\", \"alias"), admin);
        assertEquals(422, both.status());
        assertTrue(both.body().contains("\"field\":\"backend\""), both.body());
        assertEquals(
                404,
                RawClient.post(server.port(), SWAPS, SWAP.replace("pet", "cow"), admin)
                        .status());
    }

    @Test
    void an_engine_is_asked_for_its_model_by_the_models_own_name() {
        byte[] body = "{\"a\": {\"model\": \"pet\"}, \"model\" : \"p\\u0065t\", \"z\": \"\u00e4\"}"
                .getBytes(StandardCharsets.UTF_8);
        RequestHead head = RequestHead.of(body);
        assertEquals("pet", head.model());
        assertEquals(
                "{\"a\": {\"model\": \"pet\"}, \"model\" : \"the \\\"cat\\\"\", \"z\": \"\u00e4\"}",
                new String(head.naming("the \"cat\"", body), StandardCharsets.UTF_8));
    }

    @Test
    void the_gateway_asks_it_so_and_any_other_name_goes_on_as_it_came() throws Exception {
        try (FakeUpstream upstream = new FakeUpstream()) {
            server.upstream(upstream);
            upstream.script = exchange -> exchange.whole(200, "application/json", "{}");
            server.kernel.ensuring = request -> server.kernel.grant(request).thenApply(AliasRoutesTest::behindPet);
            for (String name : List.of("pet", "tiny:latest")) {
                String body = "{\"model\":\"" + name + "\",\"messages\":[]}";
                assertEquals(
                        200,
                        RawClient.post(server.port(), "/v1/chat/completions", body)
                                .status());
            }
            assertEquals(
                    "{\"model\":\"tiny\",\"messages\":[]}",
                    upstream.requests.get(0).body());
            assertEquals(
                    "{\"model\":\"tiny:latest\",\"messages\":[]}",
                    upstream.requests.get(1).body());
        }
    }

    private static EnsureResult behindPet(EnsureResult granted) {
        Endpoint plain = granted.endpoint();
        Endpoint named = new Endpoint(
                plain.endpointId(),
                plain.endpointGeneration(),
                plain.runtimeKind(),
                plain.managementMode(),
                plain.targetClass(),
                plain.protocol(),
                plain.baseUrl(),
                plain.headers(),
                plain.providerIdentity(),
                plain.modelIdentity(),
                plain.sourceRuntime(),
                plain.sourceRuntimeRef(),
                plain.leaseRef(),
                plain.healthRef(),
                plain.boundaryRef(),
                plain.capabilities(),
                Map.of("alias", "pet"));
        return new EnsureResult(
                named, granted.lease(), granted.compatibility(), granted.instanceId(), granted.reused());
    }
}
