// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes that tell what happened, why, and what would happen. */
@Timeout(60)
class EventRoutesTest {
    private static final String START = "{\"request\":{\"model_preference\":{\"id\":\"tiny\"}}}";

    @TempDir
    Path folder;

    private EdgeServer server;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder).idleMs(400));
        admin = "Authorization: Bearer "
                + Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode get(String path, String... headers) throws IOException {
        RawClient.Reply reply = RawClient.get(server.port(), path, headers);
        assertEquals(200, reply.status(), reply.body());
        return new ObjectMapper().readTree(reply.body());
    }

    private static void assertField(RawClient.Reply reply, int status, String code, String field) throws IOException {
        assertEquals(status, reply.status(), reply.body());
        JsonNode problem = new ObjectMapper().readTree(reply.body());
        assertEquals(code, problem.get("code").textValue(), reply.body());
        assertEquals(field, problem.get("field").textValue(), reply.body());
        assertFalse(problem.get("detail").textValue().isBlank());
    }

    // --- events

    @Test
    void events_come_as_a_page_with_what_to_ask_for_next_and_what_is_lost() throws Exception {
        JsonNode page = get("/api/v1/events?after=4&limit=3&instance=in-1&wait_ms=0");
        assertEquals(new EventQuery(4, 3, "in-1", Duration.ZERO), server.kernel.query);
        assertEquals(7, page.get("next").longValue());
        assertEquals(2, page.get("lost").longValue());
        JsonNode event = page.at("/items/0");
        assertEquals(7, event.get("seq").longValue());
        assertEquals(1_700_000_000_000L, event.get("at_ms").longValue());
        assertEquals("instance_failed", event.get("type").textValue());
        assertEquals("launch_failed", event.get("cause_code").textValue());
        assertEquals(6, event.get("cause_seq").longValue());
        assertEquals(1, event.get("endpoint_generation").longValue());
        assertTrue(event.get("lease_ref").isNull());
    }

    @Test
    void without_parameters_the_first_hundred_events_come_at_once() throws Exception {
        get("/api/v1/events");
        assertEquals(EventQuery.after(0), server.kernel.query);
    }

    @Test
    void paths_in_events_and_causes_show_to_the_admin_only() throws Exception {
        for (String path : List.of("/api/v1/events", "/api/v1/instances/in-1/why", "/api/v1/leases/lease-1/why")) {
            assertFalse(get(path).toString().contains("/srv"), path);
            assertTrue(get(path).toString().contains("could not open (path)"), path);
            assertTrue(get(path, admin).toString().contains("/srv/models/tiny.gguf"), path);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "after=-1,422,invalid_value,after",
        "after=x,422,invalid_value,after",
        "after=99999999999999999999,422,invalid_value,after",
        "limit=0,422,invalid_value,limit",
        "limit=1001,422,invalid_value,limit",
        "wait_ms=60001,422,invalid_value,wait_ms",
        "wait_ms=-1,422,invalid_value,wait_ms",
        "since=1,400,unknown_field,since",
        "after=1&after=2,422,invalid_value,after"
    })
    void bad_parameters_are_refused_by_name(String query, int status, String code, String field) throws Exception {
        assertField(RawClient.get(server.port(), "/api/v1/events?" + query), status, code, field);
        assertNull(server.kernel.query);
    }

    @Test
    void a_follower_waits_longer_than_an_idle_connection_and_holds_no_thread() throws Exception {
        server.kernel.page = new CompletableFuture<>();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<RawClient.Reply>> waiting = new ArrayList<>();
            int before = server.busyThreads();
            for (int i = 0; i < 8; i++) {
                waiting.add(clients.submit(() -> RawClient.get(server.port(), "/api/v1/events?after=7&wait_ms=30000")));
            }
            Eventually.becomes("all wait", () -> server.connections() == 8);
            Eventually.becomes("no thread is held", () -> server.busyThreads() <= before);
            CompletableFuture<Void> longEnough = new CompletableFuture<>();
            longEnough.completeOnTimeout(null, 1200, TimeUnit.MILLISECONDS).join();
            server.kernel.page.complete(new EventPage(List.of(), 7, 0));
            for (Future<RawClient.Reply> one : waiting) {
                RawClient.Reply reply = one.get(20, TimeUnit.SECONDS);
                assertEquals("{\"items\":[],\"next\":7,\"lost\":0}", reply.body());
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void a_follower_that_leaves_is_let_go() throws Exception {
        server.kernel.page = new CompletableFuture<>();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream()
                    .write("GET /api/v1/events?wait_ms=60000 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            Eventually.becomes("it waits", () -> server.kernel.query != null);
        }
        Eventually.becomes("it is let go", () -> server.kernel.page.isDone());
    }

    // --- why

    @Test
    void causes_come_latest_first_with_their_event() throws Exception {
        JsonNode why = get("/api/v1/instances/in-1/why", admin);
        assertEquals("in-1 is failed", why.get("text").textValue());
        assertTrue(why.get("complete").booleanValue());
        assertEquals(7, why.at("/items/0/seq").longValue());
        assertEquals(1_700_000_000_000L, why.at("/items/0/at_ms").longValue());
        assertField(RawClient.get(server.port(), "/api/v1/instances/no/why"), 404, "instance_not_found", null);
        assertField(RawClient.get(server.port(), "/api/v1/leases/no/why"), 404, "lease_not_found", null);
    }

    // --- instances

    @Test
    void an_instance_without_a_lease_is_201_when_started_and_200_when_there() throws Exception {
        RawClient.Reply reply =
                RawClient.post(server.port(), "/api/v1/instances", START.replaceFirst("}$", ",\"wait_ms\":9}"));
        assertEquals(201, reply.status(), reply.body());
        assertEquals(Duration.ofMillis(9), server.kernel.started.patience());
        JsonNode answer = new ObjectMapper().readTree(reply.body());
        assertEquals("in-1", answer.at("/instance/instance_id").textValue());
        assertTrue(answer.at("/compatibility/compatible").booleanValue());
        assertFalse(answer.get("reused").booleanValue());
        assertFalse(reply.body().contains("/srv"), reply.body());
        server.kernel.startedAnew = false;
        assertEquals(
                200, RawClient.post(server.port(), "/api/v1/instances", START).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                                       | 400 | missing_field      | request
            {'request':{}}                                                           | 400 | missing_field      | request.target_preference.backend
            {'request':{'model_preference':{'id':'m'}},'lease':{}}                   | 400 | unknown_field      | lease
            {'request':{'model_preference':{'id':'m'}},'wait_ms':-1}                 | 422 | invalid_value      | wait_ms
            {'request':{'model_preference':{'id':'../m'}}}                           | 422 | invalid_value      | request.model_preference.id
            {'request':{'target_preference':{'backend':'fake','backend_options':{'program':'x'}}}} | 422 | option_not_allowed | request.target_preference.backend_options.program
            """)
    void bad_wishes_for_an_instance_are_refused_by_name(String body, int status, String code, String field)
            throws Exception {
        assertField(RawClient.post(server.port(), "/api/v1/instances", body.replace('\'', '"')), status, code, field);
        assertNull(server.kernel.started);
    }

    @Test
    void a_known_instance_is_leased_like_an_endpoint() throws Exception {
        server.kernel.headers.put("Authorization", "Bearer engine-key");
        RawClient.Reply reply = RawClient.post(
                server.port(),
                "/api/v1/instances/in-1/leases",
                "{\"lease\":{\"owner_ref\":\"run-9\",\"ttl_ms\":5000},\"context\":{\"run_id\":\"r\"},\"wait_ms\":3}");
        assertEquals(201, reply.status(), reply.body());
        JsonNode answer = new ObjectMapper().readTree(reply.body());
        assertEquals("run-9", answer.at("/lease/owner_ref").textValue());
        assertEquals(
                "Bearer engine-key",
                answer.at("/endpoint/headers/Authorization").textValue());
        assertTrue(answer.at("/endpoint/gateway/base_url").textValue().endsWith("/v1"));
        assertEquals(Duration.ofSeconds(5), server.kernel.leased.lease().ttl());
        assertEquals("r", server.kernel.leased.context().runId());
        assertEquals(Duration.ofMillis(3), server.kernel.leased.patience());
        assertField(
                RawClient.post(server.port(), "/api/v1/instances/no/leases", "{}"), 404, "instance_not_found", null);
        assertField(
                RawClient.post(server.port(), "/api/v1/instances/in-1/leases", "{\"lease\":{\"ttl_ms\":0}}"),
                422,
                "invalid_value",
                "lease.ttl_ms");
        assertField(
                RawClient.post(server.port(), "/api/v1/instances/in-1/leases", "{\"request\":{}}"),
                400,
                "unknown_field",
                "request");
    }

    @Test
    void force_is_true_or_false() throws Exception {
        assertField(
                RawClient.once(server.port(), "DELETE", "/api/v1/instances/in-1?force=yes", null, admin),
                422,
                "invalid_value",
                "force");
        assertField(
                RawClient.once(server.port(), "DELETE", "/api/v1/instances/in-1?forced=true", null, admin),
                400,
                "unknown_field",
                "forced");
        assertEquals(List.of(), server.kernel.stopped);
    }

    // --- explain

    @Test
    void explain_takes_the_body_of_an_ensure_call_and_needs_no_name_in_it() throws Exception {
        RawClient.Reply reply =
                RawClient.post(server.port(), "/api/v1/explain", "{\"request\":{},\"consumer\":{\"consumer\":\"me\"}}");
        assertEquals(200, reply.status(), reply.body());
        JsonNode verdict = new ObjectMapper().readTree(reply.body()).at("/items/0");
        assertEquals("refuse", verdict.get("action").textValue());
        assertEquals("engine_unavailable", verdict.at("/problem/code").textValue());
        assertTrue(verdict.get("model_offered").booleanValue());
        assertFalse(reply.body().contains("/opt"), reply.body());
        assertEquals("me", server.kernel.explained.consumer().consumer());
        assertField(
                RawClient.post(server.port(), "/api/v1/explain", "{\"request\":{\"foo\":1}}"),
                400,
                "unknown_field",
                "request.foo");
        assertField(
                RawClient.post(
                        server.port(),
                        "/api/v1/explain",
                        "{\"request\":{\"target_preference\":{\"backend\":\"fake\",\"backend_options\":{\"program\":\"x\"}}}}"),
                422,
                "option_not_allowed",
                "request.target_preference.backend_options.program");
        assertTrue(server.kernel.ensured.isEmpty());
    }
}
