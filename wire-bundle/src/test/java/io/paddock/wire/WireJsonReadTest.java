// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Capability;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ManagementMode;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.Support;
import io.paddock.api.TargetClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonReadTest {
    private static final String MINIMAL = "{'request':{'target_preference':{'backend':'llamacpp'}}}";

    private final WireJson json = new WireJson();

    record Small(String line, Duration grace, boolean now, Map<String, Object> open) {
        Small {
            java.util.Objects.requireNonNull(line, "line is null");
        }
    }

    @Test
    void the_full_ensure_form_is_understood() {
        EnsureRequest ensure = ensure("""
                {'request':  {'request_id': 'req-123', 'target_preference': {'target_class': 'self_hosted_endpoint',
                   'backend': 'llamacpp', 'backend_options': {'model_identity': 'paddock-demo', 'ctx_size': 512,
                   'list': [1, 'a', {'b': null}], 'temperature': 0.5}}},
                 'consumer': {'consumer': 'my-app', 'accepted_runtime_kinds': ['service'],
                   'accepted_management_modes': ['runtime_managed', 'externally_managed'],
                   'accepted_protocols': ['openai_chat_completions'], 'required_capabilities': {'streaming': true},
                   'optional_capabilities': {'vision': 'unknown'}, 'constraints': {}, 'metadata': {}},
                 'context':  {'run_id': 'run-123', 'attempt_id': 'run-123:1', 'boundary_ref': 'boundary-123',
                   'observability': {'trace_id': 'trace-123'}},
                 'lease':    {'owner_ref': 'run-123', 'ttl_ms': 30000}, 'wait_ms': 5000}""");
        assertEquals("req-123", ensure.request().requestId());
        assertEquals(
                TargetClass.SELF_HOSTED_ENDPOINT,
                ensure.request().targetPreference().targetClass());
        Map<String, Object> options = ensure.request().targetPreference().backendOptions();
        assertEquals("paddock-demo", options.get("model_identity"));
        assertEquals(512, options.get("ctx_size"));
        assertEquals(0.5, options.get("temperature"));
        assertEquals("inference.v1", ensure.request().contractVersion());
        assertEquals(
                Map.of(Capability.STREAMING, Support.YES), ensure.consumer().requiredCapabilities());
        assertEquals(
                Map.of(Capability.VISION, Support.UNKNOWN), ensure.consumer().optionalCapabilities());
        assertEquals("trace-123", ensure.context().observability().get("trace_id"));
        assertEquals(new LeaseTerms("run-123", Duration.ofSeconds(30)), ensure.lease());
        assertEquals(Duration.ofSeconds(5), ensure.patience());
    }

    @Test
    void what_is_left_out_has_a_default() {
        EnsureRequest ensure = ensure(MINIMAL);
        assertEquals(ConsumerManifest.anyChat(), ensure.consumer());
        assertEquals(LeaseTerms.defaults(), ensure.lease());
        assertEquals(RequestContext.none(), ensure.context());
        assertNull(ensure.patience());
    }

    @Test
    void null_means_left_out() {
        EnsureRequest ensure = ensure("""
                {'request':{'target_preference':{'backend':'x','startup_kind':null,'backend_options':{'a':null}}},
                 'consumer':{'accepted_management_modes':null,'metadata':null},
                 'lease':{'owner_ref':'me','ttl_ms':null},'wait_ms':null}""");
        assertEquals(LeaseTerms.DEFAULT_TTL, ensure.lease().ttl());
        assertEquals("me", ensure.lease().ownerRef());
        assertNull(ensure.consumer().acceptedManagementModes());
        assertEquals(Map.of(), ensure.request().targetPreference().backendOptions());
    }

    @Test
    void an_empty_list_of_modes_stays_empty() {
        ConsumerManifest consumer = json.readConsumer(bytes("{'consumer':'c','accepted_management_modes':[]}"));
        assertEquals(Set.of(), consumer.acceptedManagementModes());
        assertEquals(List.of(Protocol.OPENAI_CHAT_COMPLETIONS), consumer.acceptedProtocols());
    }

    @Test
    void words_of_other_systems_are_understood() {
        ConsumerManifest consumer = json.readConsumer(
                bytes("{'accepted_management_modes':['jido_managed'],'required_capabilities':{'streaming?':true}}"));
        assertEquals(Set.of(ManagementMode.RUNTIME_MANAGED), consumer.acceptedManagementModes());
        assertEquals(Map.of(Capability.STREAMING, Support.YES), consumer.requiredCapabilities());
        assertFault(
                ErrorCode.INVALID_VALUE,
                "consumer.required_capabilities.streaming",
                MINIMAL.replaceFirst(
                        "}}}", "}},'consumer':{'required_capabilities':{'streaming':true,'streaming?':true}}}"));
    }

    @Test
    void a_model_alone_is_enough() {
        assertEquals(
                "m",
                ensure("{'request':{'model_preference':{'id':'m'}}}")
                        .request()
                        .modelPreference()
                        .id());
        ensure("{'request':{'target_preference':{'backend_options':{'model_identity':'m'}}}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'request':{'target_preference':{'foo':1}}}                              | request.target_preference.foo
            {'request':{'target_preference':{'backend':'x'}},'foo':1}                | foo
            {'request':{'model_preference':{'id':'x','size':1}}}                     | request.model_preference.size
            {'request':{'target_preference':{'backend':'x'}},'lease':{'ttl':1}}      | lease.ttl
            {'request':{'target_preference':{'backend':'x'}},'patience_ms':1}        | patience_ms
            {'consumer':{'required_capabilities':{'flying':true}},'request':{}}      | consumer.required_capabilities.flying
            """)
    void unknown_fields_are_refused_by_name(String body, String field) {
        assertFault(ErrorCode.UNKNOWN_FIELD, field, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'request':[]}                                                                        | request
            {'request':{'target_preference':{'backend':5}}}                                       | request.target_preference.backend
            {'request':{'target_preference':{'backend':'x','startup_kind':'teleported'}}}         | request.target_preference.startup_kind
            {'request':{'target_preference':{'backend':'x','backend_options':[]}}}                | request.target_preference.backend_options
            {'request':{'model_preference':{'id':'x'}},'lease':{'ttl_ms':1e3}}                    | lease.ttl_ms
            {'request':{'model_preference':{'id':'x'}},'lease':{'ttl_ms':1.0}}                    | lease.ttl_ms
            {'request':{'model_preference':{'id':'x'}},'lease':{'ttl_ms':'5'}}                    | lease.ttl_ms
            {'request':{'model_preference':{'id':'x'}},'lease':{'ttl_ms':-5}}                     | lease.ttl_ms
            {'request':{'model_preference':{'id':'x'}},'lease':{'ttl_ms':0}}                      | lease.ttl_ms
            {'request':{'model_preference':{'id':'x'}},'lease':{'ttl_ms':86400001}}               | lease.ttl_ms
            {'request':{'model_preference':{'id':'x'}},'lease':{'ttl_ms':99999999999999999999}}   | lease.ttl_ms
            {'request':{'model_preference':{'id':'x'}},'lease':{'owner_ref':''}}                  | lease.owner_ref
            {'request':{'model_preference':{'id':'x'}},'wait_ms':-1}                              | wait_ms
            {'request':{'model_preference':{'id':'x'}},'wait_ms':true}                            | wait_ms
            {'request':{'model_preference':{'id':'x'}},'consumer':{'accepted_protocols':['smtp']}}| consumer.accepted_protocols[0]
            {'request':{'model_preference':{'id':'x'}},'consumer':{'accepted_protocols':[null]}}  | consumer.accepted_protocols[0]
            {'request':{'model_preference':{'id':'x'}},'consumer':{'required_capabilities':{'vision':'yes'}}} | consumer.required_capabilities.vision
            {'request':{'model_preference':{'id':'x'}},'context':{'observability':'x'}}           | context.observability
            """)
    void wrong_types_and_values_are_refused_by_path(String body, String field) {
        assertFault(ErrorCode.INVALID_VALUE, field, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                       | request
            {'request':null}                         | request
            {'request':{}}                           | request.target_preference.backend
            {'request':{'model_preference':{}}}      | request.model_preference.id
            """)
    void missing_fields_are_named(String body, String field) {
        assertFault(ErrorCode.MISSING_FIELD, field, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "[]", "5", "null", "{'a':1,}", "{} {}", "{'a':1,'a':1}", "{a:1}", "{'a':NaN}"})
    void malformed_bodies_are_refused(String body) {
        assertFault(ErrorCode.MALFORMED_REQUEST, null, body);
    }

    @Test
    void a_field_given_twice_is_refused_with_its_place() {
        Problem problem = fault("{'request':\n{},'request':{}}");
        assertEquals("the JSON names a field twice in one object at line 2, column 13", problem.detail());
    }

    @Test
    void depth_and_size_are_bounded() {
        assertFault(ErrorCode.MALFORMED_REQUEST, null, "{'a':".repeat(100) + "1" + "}".repeat(100));
        assertFault(ErrorCode.MALFORMED_REQUEST, null, "{'" + "a".repeat(1000) + "':1}");
        assertFault(ErrorCode.MALFORMED_REQUEST, null, "{'a':'" + "a".repeat(2 << 20) + "'}");
        assertFault(ErrorCode.MALFORMED_REQUEST, null, "{}" + " ".repeat(WireJson.MAX_BYTES));
    }

    @Test
    void bytes_that_are_no_text_are_malformed() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
        assertEquals(
                ErrorCode.MALFORMED_REQUEST,
                assertThrows(InferenceException.class, () -> json.readEnsure(body))
                        .code());
    }

    @Test
    void nothing_of_a_malformed_body_is_quoted() {
        assertTrue(!fault("{'key': s3cret}").detail().contains("s3cret"));
    }

    @Test
    void any_record_can_be_read() {
        Small small = json.read(bytes("{'line':'ls','grace_ms':5,'now':true,'open':{'x':[1]}}"), Small.class);
        assertEquals(new Small("ls", Duration.ofMillis(5), true, Map.of("x", List.of(1))), small);
        assertEquals(
                "line",
                assertThrows(InferenceException.class, () -> json.read(bytes("{'now':true}"), Small.class))
                        .problem()
                        .field());
        assertEquals(
                "now",
                assertThrows(InferenceException.class, () -> json.read(bytes("{'line':'x'}"), Small.class))
                        .problem()
                        .field());
    }

    private EnsureRequest ensure(String body) {
        return json.readEnsure(bytes(body));
    }

    private Problem fault(String body) {
        return assertThrows(InferenceException.class, () -> ensure(body)).problem();
    }

    private void assertFault(ErrorCode code, String field, String body) {
        Problem problem = fault(body);
        assertEquals(code, problem.code(), problem.detail());
        assertEquals(field, problem.field(), problem.detail());
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(UTF_8);
    }
}
