// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventPage;
import io.paddock.api.EventType;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelPreference;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import io.paddock.api.TargetClass;
import io.paddock.api.TargetPreference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contracts of the reference: their fields, their words, their version, and what must be written and read back. */
class ContractTest {
    private final WireJson json = new WireJson();

    private static ConsumerManifest consumer() {
        return new ConsumerManifest(
                "jido",
                Set.of(RuntimeKind.SERVICE),
                Set.of(ManagementMode.RUNTIME_MANAGED, ManagementMode.EXTERNALLY_MANAGED),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Map.of(Capability.TOOL_CALLING, Support.UNKNOWN),
                Map.of("startup_kind", "spawned"),
                Map.of("k", List.of(1, "two", Map.of("three", 3.5))));
    }

    private static EndpointRequest request() {
        return new EndpointRequest(
                "req-1",
                new TargetPreference(
                        TargetClass.SELF_HOSTED_ENDPOINT,
                        "llamacpp",
                        StartupKind.ATTACH_EXISTING_SERVICE,
                        SurfaceKind.LOCAL_SUBPROCESS,
                        Map.of("model_identity", "tiny", "ctx_size", 512),
                        Map.of("note", "x")),
                new ModelPreference("tiny"),
                "inference.v1");
    }

    private static RequestContext context() {
        return new RequestContext("run-1", "run-1:2", "boundary-1", Map.of("trace_id", "t-1"));
    }

    static Stream<Record> contracts() {
        LeaseTerms terms = new LeaseTerms("run-1", Duration.ofSeconds(30), false);
        Event event = new Event(
                2,
                Instant.ofEpochMilli(1_700_000_000_000L),
                EventType.LEASE_GRANTED,
                "its owner asked for it",
                "owner_asked",
                1L,
                "llamacpp",
                "in-1",
                "ep-1",
                1L,
                "lease-012345\u2026",
                "run-1",
                "swap-1",
                null);
        return Stream.of(
                request(),
                request().targetPreference(),
                consumer(),
                context(),
                event,
                Samples.backend().manifest(),
                Samples.compatibility(),
                Samples.endpoint(),
                Samples.lease(),
                Samples.instance(),
                terms,
                new EnsureRequest(request(), consumer(), context(), terms, Duration.ofMillis(7)),
                new LeaseRequest(consumer(), context(), terms, null),
                new EventPage(List.of(event), 2, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            io.paddock.api.BackendManifest  | backend,runtime_kind,management_modes,startup_kinds,protocols,capabilities,supported_surfaces,resource_profile,metadata
            io.paddock.api.ConsumerManifest | consumer,accepted_runtime_kinds,accepted_management_modes,accepted_protocols,required_capabilities,optional_capabilities,constraints,metadata
            io.paddock.api.Compatibility    | compatible,reason,resolved_runtime_kind,resolved_management_mode,resolved_protocol,warnings,missing_requirements,metadata
            io.paddock.api.TargetPreference | target_class,backend,startup_kind,execution_surface,backend_options,metadata
            io.paddock.api.RequestContext   | run_id,attempt_id,boundary_ref,observability
            io.paddock.api.Endpoint         | endpoint_id,runtime_kind,management_mode,target_class,protocol,base_url,headers,provider_identity,model_identity,source_runtime,source_runtime_ref,lease_ref,health_ref,boundary_ref,capabilities,metadata
            io.paddock.api.Lease            | lease_ref,owner_ref,ttl_ms,renewable,instance_id
            io.paddock.api.LeaseTerms       | owner_ref,ttl_ms,renewable
            io.paddock.api.InstanceSnapshot | instance_id,backend,startup_kind,management_mode,lifecycle_status,health_status,lease_count,endpoint,inserted_at_ms,ready_at_ms,metadata
            """)
    void every_field_of_the_reference_is_there(String type, String fields) throws ClassNotFoundException {
        RecordShape shape = RecordShape.of(Class.forName(type));
        Set<String> missing = new TreeSet<>(Arrays.asList(fields.split(",")));
        missing.removeIf(shape::knows);
        assertEquals(Set.of(), missing);
    }

    @Test
    void the_words_of_the_reference_are_ours() {
        JsonNode target = json.tree(request()).get("target_preference");
        assertEquals("self_hosted_endpoint", target.get("target_class").textValue());
        assertEquals("attach_existing_service", target.get("startup_kind").textValue());
        assertEquals("local_subprocess", target.get("execution_surface").textValue());
        assertEquals(
                "openai_chat_completions",
                json.tree(consumer()).at("/accepted_protocols/0").textValue());
        ConsumerManifest theirs = json.readConsumer("""
                {"consumer":"jido","accepted_management_modes":["jido_managed"],
                 "required_capabilities":{"streaming?":true,"tool_calling?":"unknown"}}""".getBytes(UTF_8));
        assertEquals(Set.of(ManagementMode.RUNTIME_MANAGED), theirs.acceptedManagementModes());
        assertEquals(
                Map.of(Capability.STREAMING, Support.YES, Capability.TOOL_CALLING, Support.UNKNOWN),
                theirs.requiredCapabilities());
        LeaseTerms terms = json.read("{\"renewable?\":false}".getBytes(UTF_8), LeaseTerms.class);
        assertEquals(new LeaseTerms(LeaseTerms.DEFAULT_OWNER, LeaseTerms.DEFAULT_TTL, false), terms);
    }

    @Test
    void every_contract_says_its_version() {
        List<Record> all = new ArrayList<>(List.of(
                request(),
                consumer(),
                Samples.backend().manifest(),
                Samples.compatibility(),
                Samples.endpoint(),
                Samples.lease(),
                Samples.instance()));
        all.forEach(contract -> assertEquals(
                "inference.v1",
                json.tree(contract).path("contract_version").textValue(),
                contract.getClass().getSimpleName()));
        JsonNode answer = json.tree(Samples.ensured(Map.of()));
        assertEquals("inference.v1", answer.at("/endpoint/contract_version").textValue());
    }

    @Test
    void another_version_is_refused_with_its_place() {
        ObjectNode consumer = (ObjectNode) json.tree(consumer());
        for (String other : List.of("\"inference.v2\"", "1", "\"\"", "[]")) {
            String body = "{\"request\":{},\"consumer\":{\"contract_version\":" + other + "}}";
            InferenceException refused =
                    assertThrows(InferenceException.class, () -> json.readExplain(body.getBytes(UTF_8)), other);
            assertEquals(ErrorCode.UNSUPPORTED_CONTRACT_VERSION, refused.code());
            assertEquals("consumer.contract_version", refused.problem().field());
        }
        consumer.putNull("contract_version");
        assertEquals(consumer(), json.readConsumer(consumer.toString().getBytes(UTF_8)));
        consumer.remove("contract_version");
        assertEquals(consumer(), json.readConsumer(consumer.toString().getBytes(UTF_8)));
        assertTrue(Contracts.include(BackendManifest.class));
    }
}
