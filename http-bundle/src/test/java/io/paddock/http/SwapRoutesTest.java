// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.SwapStrategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapRoutesTest {
    private static final String SWAPS = "/api/v1/swaps";
    private static final String BODY = """
            {"backend": "fake", "source": "mvn:a/b/2", "terms": {"strategy": "drain_stop_start", "probation_ms": 500}}
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

    @Test
    void a_swap_is_begun_by_the_admin_only() throws Exception {
        assertEquals(401, RawClient.post(server.port(), SWAPS, BODY).status());
        assertFalse(server.kernel.swaps.started);
        RawClient.Reply begun = RawClient.post(server.port(), SWAPS, BODY, admin);
        assertEquals(202, begun.status(), begun.body());
        assertTrue(begun.body().contains("\"swap_id\":\"swap-1\""), begun.body());
        assertTrue(begun.body().contains("\"phase\":\"resolve\""), begun.body());
        assertEquals("mvn:a/b/2", server.kernel.swaps.asked.source());
        assertEquals(
                SwapStrategy.DRAIN_STOP_START, server.kernel.swaps.asked.terms().strategy());
        assertEquals(Duration.ofMillis(500), server.kernel.swaps.asked.terms().probation());
    }

    @Test
    void another_configuration_may_stand_in_place_of_a_source() throws Exception {
        String body = "{\"backend\": \"fake\", \"configuration\":"
                + " {\"set\": {\"parallel\": 4, \"api_key\": \"hush\"}, \"unset\": [\"folder\"]}}";
        assertEquals(401, RawClient.post(server.port(), SWAPS, body).status());
        RawClient.Reply begun = RawClient.post(server.port(), SWAPS, body, admin);
        assertEquals(202, begun.status(), begun.body());
        assertFalse(begun.body().contains("hush"), begun.body());
        assertNull(server.kernel.swaps.asked.source());
        assertEquals(
                List.of("api_key", "folder", "parallel"),
                server.kernel.swaps.asked.configuration().keys());
        assertFalse(server.kernel.swaps.asked.toString().contains("hush"));
        RawClient.Reply nested = RawClient.post(server.port(), SWAPS, body.replace("4", "{\"a\": 4}"), admin);
        assertEquals(422, nested.status(), nested.body());
        assertTrue(nested.body().contains("configuration.set.parallel"), nested.body());
    }

    @Test
    void what_it_would_do_is_told_and_not_done() throws Exception {
        RawClient.Reply plan = RawClient.post(server.port(), SWAPS + "?dry_run=true", BODY, admin);
        assertEquals(200, plan.status());
        assertTrue(plan.body().contains("\"expected_gap_ms\":0"), plan.body());
        assertFalse(server.kernel.swaps.started);
    }

    @Test
    void what_cannot_be_swapped_is_a_conflict() throws Exception {
        RawClient.Reply refused = RawClient.post(server.port(), SWAPS, BODY.replace("fake", "pinned"), admin);
        assertEquals(409, refused.status());
        assertTrue(refused.body().contains("\"code\":\"native_pinned\""), refused.body());
    }

    @Test
    void a_wrong_wish_names_its_field() throws Exception {
        RawClient.Reply missing = RawClient.post(server.port(), SWAPS, "{\"backend\": \"fake\"}", admin);
        assertEquals(400, missing.status());
        assertTrue(missing.body().contains("\"field\":\"source\""), missing.body());
        RawClient.Reply wrong = RawClient.post(server.port(), SWAPS, BODY.replace("500", "-1"), admin);
        assertEquals(422, wrong.status());
        assertTrue(wrong.body().contains("terms.probation_ms"), wrong.body());
    }

    @Test
    void swaps_are_listed_and_looked_at_and_only_the_admin_sees_paths() throws Exception {
        RawClient.Reply list = RawClient.get(server.port(), SWAPS);
        assertEquals(200, list.status());
        assertTrue(list.body().contains("swap-1"), list.body());
        assertFalse(list.body().contains("/srv/"), list.body());
        assertTrue(RawClient.get(server.port(), SWAPS + "/swap-1", admin).body().contains("/srv/next.jar"));
        assertEquals(404, RawClient.get(server.port(), SWAPS + "/swap-2").status());
    }
}
