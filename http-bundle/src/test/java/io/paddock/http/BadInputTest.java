// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.WireNamed;
import io.paddock.kernel.RunningKernel;
import io.paddock.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every field of every contract, broken in every way, against the real servlet and a real kernel: always a client's error
 * with a code, the field and a sentence, and nothing is started or leased.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String TARGET = """
            "request":{"contract_version":"inference.v1","request_id":"r-1",
              "target_preference":{"target_class":"self_hosted_endpoint","backend":"plain",
                "startup_kind":"attach_existing_service","execution_surface":"local_subprocess",
                "backend_options":{"ctx_size":512},"metadata":{"team":"a"}},
              "model_preference":{"id":"tiny"}}""";
    private static final String CONSUMER = """
            "consumer":{"contract_version":"inference.v1","consumer":"app","accepted_runtime_kinds":["service"],
              "accepted_management_modes":["jido_managed","externally_managed"],
              "accepted_protocols":["openai_chat_completions"],"required_capabilities":{"streaming?":true},
              "optional_capabilities":{"tool_calling":"unknown"},
              "constraints":{"startup_kind":"attach_existing_service","accept_unavailable":true},
              "metadata":{"team":"a"}}""";
    private static final String CONTEXT = """
            "context":{"run_id":"run-1","attempt_id":"a-1","boundary_ref":"b-1","observability":{"trace_id":"t-1"}}""";
    private static final String LEASE = """
            "lease":{"owner_ref":"anna","ttl_ms":60000,"renewable":true}""";
    private static final String WAIT = "\"wait_ms\":5000";
    private static final String ENSURE = "{" + String.join(",", TARGET, CONSUMER, CONTEXT, LEASE, WAIT) + "}";

    private static final Set<String> CODES =
            Arrays.stream(ErrorCode.values()).map(WireNamed::wireName).collect(Collectors.toSet());
    private static final Pattern INTERNALS = Pattern.compile(
            "io\\.paddock|java\\.|Exception|Error:|\\tat |NullPointer|cannot be cast|\\bnull\\b.*is null");
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final RunningKernel kernel = new RunningKernel();
    private final PlainBackend backend = new PlainBackend();
    private EdgeServer server;
    private EnsureResult held;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        kernel.register(backend);
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
        held = kernel.endpoints()
                .ensure(new WireJson().readEnsure(ENSURE.getBytes(StandardCharsets.UTF_8)))
                .get(20, TimeUnit.SECONDS);
    }

    @AfterAll
    void stop() {
        server.close();
        kernel.close();
    }

    @Test
    void what_is_right_is_taken() throws Exception {
        RawClient.Reply reply = RawClient.post(server.port(), "/api/v1/endpoints", ENSURE);
        assertEquals(201, reply.status(), reply.body());
        giveBack();
    }

    @Test
    void an_ensure_call_with_one_broken_field() throws Exception {
        breakAll("/api/v1/endpoints", ENSURE);
    }

    @Test
    void an_ensure_call_whose_model_is_an_option_with_one_broken_field() throws Exception {
        String right = ENSURE.replace("{\"ctx_size\":512}", "{\"model_identity\":\"tiny\",\"ctx_size\":512}");
        breakAll("/api/v1/endpoints", right);
    }

    @Test
    void a_call_for_an_instance_with_one_broken_field() throws Exception {
        breakAll("/api/v1/instances", "{" + String.join(",", TARGET, CONSUMER, CONTEXT, WAIT) + "}");
    }

    @Test
    void a_call_for_a_lease_on_an_instance_with_one_broken_field() throws Exception {
        breakAll(
                "/api/v1/instances/" + held.instanceId() + "/leases",
                "{" + String.join(",", CONSUMER, CONTEXT, LEASE, WAIT) + "}");
    }

    @Test
    void an_explain_call_with_one_broken_field() throws Exception {
        breakAll("/api/v1/explain", ENSURE);
    }

    @Test
    void a_compatibility_question_with_one_broken_field() throws Exception {
        breakAll("/api/v1/compatibility", "{\"backend\":\"plain\"," + CONSUMER + "}");
    }

    @Test
    void a_renewal_with_one_broken_field() throws Exception {
        breakAll("/api/v1/leases/" + held.lease().leaseRef() + "/renew", "{\"owner_ref\":\"anna\",\"ttl_ms\":60000}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/endpoints     | request  | {"request":{"contract_version":"inference.v2","target_preference":{"backend":"plain"}}}
            /api/v1/instances     | request  | {"request":{"contract_version":"inference.v2","target_preference":{"backend":"plain"}}}
            /api/v1/explain       | request  | {"request":{"contract_version":"inference.v2"}}
            /api/v1/endpoints     | consumer | {"request":{"target_preference":{"backend":"plain"}},"consumer":{"contract_version":"inference.v2"}}
            /api/v1/instances     | consumer | {"request":{"target_preference":{"backend":"plain"}},"consumer":{"contract_version":"inference.v2"}}
            /api/v1/explain       | consumer | {"request":{},"consumer":{"contract_version":"inference.v2"}}
            /api/v1/compatibility | consumer | {"backend":"plain","consumer":{"contract_version":"inference.v2"}}
            HELD                  | consumer | {"consumer":{"contract_version":"inference.v2"}}
            """)
    void another_contract_version_is_refused_on_every_route(String path, String contract, String body)
            throws Exception {
        String route = path.equals("HELD") ? "/api/v1/instances/" + held.instanceId() + "/leases" : path;
        JsonNode problem =
                STRICT.readTree(RawClient.post(server.port(), route, body).body());
        assertEquals("unsupported_contract_version", problem.path("code").textValue(), problem.toString());
        assertEquals(contract + ".contract_version", problem.path("field").textValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/events?after=-1           | 422 | invalid_value | after
            GET    | /api/v1/events?after=x            | 422 | invalid_value | after
            GET    | /api/v1/events?after=99999999999999999999 | 422 | invalid_value | after
            GET    | /api/v1/events?limit=0            | 422 | invalid_value | limit
            GET    | /api/v1/events?limit=1.5          | 422 | invalid_value | limit
            GET    | /api/v1/events?wait_ms=1e9        | 422 | invalid_value | wait_ms
            GET    | /api/v1/events?limit=1&limit=2    | 422 | invalid_value | limit
            GET    | /api/v1/events?surprise=1         | 400 | unknown_field | surprise
            DELETE | /api/v1/leases/lease-x            | 400 | missing_field | owner_ref
            DELETE | /api/v1/leases/HELD?owner_ref=eve | 403 | not_lease_owner | owner_ref
            GET    | /api/v1/instances/nobody          | 404 | instance_not_found |
            GET    | /api/v1/instances/nobody/why      | 404 | instance_not_found |
            GET    | /api/v1/leases/nobody/why         | 404 | lease_not_found |
            """)
    void broken_parameters_are_refused_by_name(String method, String path, int status, String code, String field)
            throws Exception {
        String real = path.replace("HELD", held.lease().leaseRef());
        RawClient.Reply reply = RawClient.once(server.port(), method, real, null);
        JsonNode problem = STRICT.readTree(reply.body());
        assertEquals(status, reply.status(), reply.body());
        assertEquals(code, problem.path("code").textValue(), reply.body());
        assertEquals(field, problem.path("field").textValue(), reply.body());
    }

    private void breakAll(String path, String right) throws IOException {
        List<BrokenBodies.Broken> all = BrokenBodies.of(right, field -> false);
        int opened = backend.opened.get();
        List<String> complaints = new ArrayList<>();
        for (BrokenBodies.Broken one : all) {
            RawClient.Reply reply = RawClient.post(server.port(), path, one.body());
            if (reply.status() / 100 == 2) {
                if (!MayPass.test(one) && !saysSo(reply)) {
                    complaints.add(one + " was taken: " + reply.body());
                }
                giveBack();
                opened = backend.opened.get();
            } else {
                complaints.addAll(complaints(one, reply));
            }
            if (kernel.endpoints().leases().size() != 1 || backend.opened.get() != opened) {
                complaints.add(one + " left something behind");
            }
        }
        assertTrue(all.size() > 40, "broken in " + all.size() + " ways");
        assertEquals("", String.join("\n", complaints), complaints.size() + " of " + all.size());
    }

    private static List<String> complaints(BrokenBodies.Broken one, RawClient.Reply reply) throws IOException {
        List<String> complaints = new ArrayList<>();
        JsonNode problem = STRICT.readTree(reply.body());
        String code = problem.path("code").asText();
        String detail = problem.path("detail").asText();
        String field = problem.path("field").textValue();
        if (reply.status() / 100 != 4 || !CODES.contains(code) || code.equals("internal")) {
            complaints.add(one + ": " + reply.status() + " " + code);
        }
        if (detail.split(" ").length < 3 || INTERNALS.matcher(detail).find() || detail.length() > 1000) {
            complaints.add(one + ": " + detail);
        }
        boolean explained = code.equals("malformed_request")
                || (code.equals("incompatible")
                        && !problem.path("compatibility").isMissingNode());
        if (!(field == null ? explained : isAbout(field, one.field()))) {
            complaints.add(one + " is said to be " + code + " at " + field + ": " + detail);
        }
        return complaints;
    }

    /** The field itself, what it lies in, or what lies in it; synonyms as we write them. */
    private static boolean isAbout(String said, String broken) {
        String ours = broken.replace("?", "");
        return said.equals(ours) || ours.startsWith(said + ".") || ours.startsWith(said + "[") || said.startsWith(ours);
    }

    /** Explaining and comparing are answers, whatever is asked about; the answer then says what is wrong. */
    private static boolean saysSo(RawClient.Reply reply) throws IOException {
        JsonNode answer = STRICT.readTree(reply.body());
        boolean refused =
                answer.path("items").findValuesAsText("action").stream().allMatch("refuse"::equals)
                        && !answer.path("items").isEmpty();
        return refused || answer.path("compatible").toString().equals("false");
    }

    /** What was granted goes, and everything that can be read is still JSON. */
    private void giveBack() throws IOException {
        for (String list : List.of("/api/v1/leases", "/api/v1/instances", "/api/v1/events?limit=5")) {
            RawClient.Reply reply = RawClient.get(server.port(), list);
            assertEquals(200, reply.status(), reply.body());
            assertFalse(STRICT.readTree(reply.body()).path("items").isMissingNode());
        }
        for (Lease lease : kernel.endpoints().leases()) {
            if (!lease.leaseRef().equals(held.lease().leaseRef())) {
                kernel.endpoints().release(lease.leaseRef(), lease.ownerRef()).join();
            }
        }
        kernel.endpoints()
                .renew(held.lease().leaseRef(), held.lease().ownerRef(), Duration.ofMinutes(2))
                .join();
    }
}
