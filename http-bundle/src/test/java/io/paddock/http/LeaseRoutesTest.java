// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.EnsureResult;
import io.paddock.kernel.RunningKernel;
import io.paddock.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looking at leases, and stopping everything, with a real kernel behind the real servlet. */
@Timeout(60)
class LeaseRoutesTest {
    private final RunningKernel kernel = new RunningKernel();
    private EdgeServer server;
    private String admin;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        kernel.register(new PlainBackend());
        server = new EdgeServer(
                EdgeServer.Setup.in(folder),
                new Services(
                        kernel.endpoints(),
                        kernel.backends(),
                        kernel.instances(),
                        kernel.models(),
                        kernel.events(),
                        kernel.swaps(),
                        kernel.aliases()));
        admin = "Authorization: Bearer "
                + Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
        kernel.close();
    }

    private EnsureResult ensure(String owner, String model) throws Exception {
        String body = """
                {"request":{"target_preference":{"backend":"plain"},"model_preference":{"id":"%s"}},
                 "context":{"boundary_ref":"b-1"},"lease":{"owner_ref":"%s"}}""".formatted(model, owner);
        return kernel.endpoints()
                .ensure(new WireJson().readEnsure(body.getBytes(StandardCharsets.UTF_8)))
                .get(20, TimeUnit.SECONDS);
    }

    private JsonNode get(int status, String path, String... headers) throws IOException {
        RawClient.Reply reply = RawClient.get(server.port(), path, headers);
        assertEquals(status, reply.status(), reply.body());
        assertFalse(reply.body().contains("s3cret"), reply.body());
        return new ObjectMapper().readTree(reply.body());
    }

    private List<String> owners(String path) throws IOException {
        return get(200, path).path("items").findValuesAsText("owner_ref");
    }

    @Test
    void leases_are_listed_by_owner_and_by_instance() throws Exception {
        EnsureResult first = ensure("anna", "tiny");
        ensure("bert", "tiny");
        EnsureResult third = ensure("anna", "small");
        assertEquals(List.of("anna", "bert", "anna"), owners("/api/v1/leases"));
        assertEquals(List.of("anna", "anna"), owners("/api/v1/leases?owner=anna"));
        assertEquals(List.of("anna", "bert"), owners("/api/v1/leases?instance=" + first.instanceId()));
        assertEquals(List.of("anna"), owners("/api/v1/leases?owner=anna&instance=" + third.instanceId()));
        assertEquals(List.of(), owners("/api/v1/leases?owner=eve"));
        assertEquals(
                "state", get(400, "/api/v1/leases?state=active").path("field").textValue());
        assertEquals(
                "owner",
                get(422, "/api/v1/leases?owner=a&owner=b").path("field").textValue());
    }

    @Test
    void one_lease_shows_its_owner_the_endpoint_without_what_opens_it() throws Exception {
        EnsureResult granted = ensure("anna", "tiny");
        String path = "/api/v1/leases/" + granted.lease().leaseRef();
        JsonNode shown = get(200, path + "?owner_ref=anna");
        assertEquals("active", shown.at("/lease/state").textValue());
        assertEquals("http://127.0.0.1:9/v1", shown.at("/endpoint/base_url").textValue());
        assertEquals(granted.lease().leaseRef(), shown.at("/endpoint/lease_ref").textValue());
        assertEquals("b-1", shown.at("/endpoint/boundary_ref").textValue());
        assertTrue(shown.at("/endpoint/headers").isEmpty(), shown.toString());
        assertTrue(get(200, path, admin).get("endpoint").isObject());
        assertTrue(get(200, path).get("endpoint").isNull(), "whoever does not say who owns it");
        assertEquals(
                "not_lease_owner",
                get(403, path + "?owner_ref=eve").path("code").textValue());
    }

    @Test
    void a_lease_that_was_revoked_says_why_and_one_that_was_given_back_is_unknown() throws Exception {
        EnsureResult revoked = ensure("anna", "tiny");
        EnsureResult given = ensure("bert", "tiny");
        kernel.endpoints().release(given.lease().leaseRef(), "bert").get(20, TimeUnit.SECONDS);
        kernel.instances().stop(revoked.instanceId(), true).get(20, TimeUnit.SECONDS);
        JsonNode shown = get(200, "/api/v1/leases/" + revoked.lease().leaseRef() + "?owner_ref=anna");
        assertEquals("revoked", shown.at("/lease/state").textValue());
        assertFalse(shown.at("/lease/cause/detail").asText().isBlank());
        assertTrue(shown.get("endpoint").isNull());
        assertEquals(
                "lease_not_found",
                get(404, "/api/v1/leases/" + given.lease().leaseRef())
                        .path("code")
                        .textValue());
    }

    @Test
    void an_instance_publishes_its_endpoint_without_a_lease() throws Exception {
        EnsureResult granted = ensure("anna", "tiny");
        JsonNode shown = get(200, "/api/v1/instances/" + granted.instanceId());
        assertEquals("http://127.0.0.1:9/v1", shown.at("/endpoint/base_url").textValue());
        assertTrue(shown.at("/endpoint/lease_ref").isNull(), shown.toString());
    }

    @Test
    void all_instances_are_stopped_by_the_admin_alone() throws Exception {
        ensure("anna", "tiny");
        ensure("anna", "small");
        String path = "/api/v1/instances?force=true";
        assertEquals(401, RawClient.once(server.port(), "DELETE", path, null).status());
        assertEquals(2, kernel.instances().list().size());
        assertEquals(
                204, RawClient.once(server.port(), "DELETE", path, null, admin).status());
        assertEquals(List.of(), kernel.instances().list());
        assertEquals(List.of(), kernel.endpoints().leases());
        assertEquals(
                204,
                RawClient.once(server.port(), "DELETE", path, null, admin).status(),
                "nothing to stop is no failure");
    }
}
