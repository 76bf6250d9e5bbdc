// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.Alias;
import io.paddock.api.BackendState;
import io.paddock.api.BackendVerdict;
import io.paddock.api.Capability;
import io.paddock.api.Cause;
import io.paddock.api.CauseChain;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.Engine;
import io.paddock.api.EngineKind;
import io.paddock.api.EnsureAction;
import io.paddock.api.Event;
import io.paddock.api.EventCause;
import io.paddock.api.EventPage;
import io.paddock.api.EventType;
import io.paddock.api.Explanation;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseState;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.ModelListing;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Swap;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTerms;
import io.paddock.api.SwapTiming;
import io.paddock.api.WireNamed;
import io.paddock.wire.WireJson;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @TempDir
    Path folder;

    @Test
    void every_route_is_described_and_every_described_route_exists() throws Exception {
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder))) {
            JsonNode paths = description(server).get("paths");
            Set<String> described = new TreeSet<>();
            paths.properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(method ->
                                    described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
            assertEquals(
                    server.servlet.routes().stream()
                            .map(route -> route.method() + " " + route.template())
                            .collect(Collectors.toCollection(TreeSet::new)),
                    described);
        }
    }

    @Test
    void what_needs_the_admin_token_is_marked() throws Exception {
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder))) {
            JsonNode paths = description(server).get("paths");
            for (Route route : server.servlet.routes()) {
                JsonNode operation =
                        paths.get(route.template()).get(route.method().toLowerCase(Locale.ROOT));
                assertEquals(route.admin(), operation.has("security"), route.template());
            }
        }
    }

    @Test
    void references_resolve_and_constants_are_those_of_the_api() throws Exception {
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder))) {
            JsonNode root = description(server);
            for (JsonNode reference : root.findValues("$ref")) {
                assertTrue(!root.at(reference.textValue().substring(1)).isMissingNode(), reference.textValue());
            }
            JsonNode schemas = root.at("/components/schemas");
            assertConstants(Capability.values(), schemas.at("/Endpoint/properties/capabilities/propertyNames/enum"));
            assertConstants(CompatibilityReason.values(), schemas.at("/Compatibility/properties/reason/enum"));
            assertConstants(SwapPhase.values(), schemas.at("/Swap/properties/phase/enum"));
            assertConstants(SwapState.values(), schemas.at("/Swap/properties/state/enum"));
            assertConstants(EngineKind.values(), schemas.at("/Engine/properties/kind/enum"));
            assertConstants(LeaseState.values(), schemas.at("/Lease/properties/state/enum"));
            assertConstants(BackendState.values(), schemas.at("/BackendSnapshot/properties/state/enum"));
            assertConstants(InstanceState.values(), schemas.at("/InstanceSnapshot/properties/lifecycle_status/enum"));
            assertConstants(EventType.values(), schemas.at("/Event/properties/type/enum"));
            assertConstants(EnsureAction.values(), schemas.at("/BackendVerdict/properties/action/enum"));
            String causes =
                    schemas.at("/Event/properties/cause_code/description").textValue();
            for (EventCause cause : EventCause.values()) {
                assertTrue(causes.contains(cause.wireName()), cause.wireName());
            }
            assertConstants(HealthStatus.values(), schemas.at("/InstanceSnapshot/properties/health_status/enum"));
        }
    }

    @Test
    void every_answer_has_the_fields_that_are_described() throws Exception {
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder))) {
            JsonNode schemas = description(server).at("/components/schemas");
            for (Class<?> type : List.of(
                    BackendVerdict.class,
                    Cause.class,
                    CauseChain.class,
                    Compatibility.class,
                    Engine.class,
                    Event.class,
                    EventPage.class,
                    Explanation.class,
                    InstanceResult.class,
                    InstanceSnapshot.class,
                    Lease.class,
                    LeaseRequest.class,
                    LogLine.class,
                    LogPage.class,
                    ModelListing.class,
                    Alias.class,
                    ModelSwapRequest.class,
                    ModelTarget.class,
                    Swap.class,
                    SwapConfiguration.class,
                    SwapPlan.class,
                    SwapRequest.class,
                    SwapTerms.class,
                    SwapTiming.class)) {
                Set<String> described = new TreeSet<>();
                schemas.at("/" + type.getSimpleName() + "/properties")
                        .fieldNames()
                        .forEachRemaining(described::add);
                described.remove("contract_version"); // of the wire, not of the record
                assertEquals(wireNames(type), described, type.getSimpleName());
            }
        }
    }

    /** As {@code WireJson} refuses what it does not know, its own words tell what it knows. */
    private static Set<String> wireNames(Class<?> type) {
        InferenceException unknown = assertThrows(
                InferenceException.class, () -> new WireJson().read("{\"no such\":1}".getBytes(UTF_8), type));
        String detail = unknown.problem().detail();
        return new TreeSet<>(Arrays.asList(
                detail.substring(detail.indexOf("known are: ") + 11).split(", ")));
    }

    private static void assertConstants(WireNamed[] constants, JsonNode described) {
        Set<String> names = new TreeSet<>();
        described.forEach(name -> names.add(name.textValue()));
        assertEquals(Arrays.stream(constants).map(WireNamed::wireName).collect(Collectors.toSet()), names);
    }

    private static JsonNode description(EdgeServer server) throws Exception {
        RawClient.Reply reply = RawClient.get(server.port(), "/openapi.json");
        assertEquals(200, reply.status());
        return new ObjectMapper().readTree(reply.body());
    }
}
