// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CompatibilityReason;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelPreference;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.StartupKind;
import io.paddock.api.SurfaceKind;
import io.paddock.api.TargetClass;
import io.paddock.api.TargetPreference;
import io.paddock.spi.Availability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final String TARGET = "request.target_preference.";
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void nothing_was_started_for_a_refused_request() {
        try {
            assertTrue(rig.instances.list().isEmpty());
            assertTrue(rig.endpoints.leases().isEmpty());
        } finally {
            rig.close();
        }
    }

    private void refused(EnsureRequest request, ErrorCode code, String field) {
        Problem problem = rig.refusal(request);
        assertEquals(code, problem.code(), problem.detail());
        assertEquals(field, problem.field(), problem.detail());
    }

    private static EnsureRequest wish(TargetPreference target, String contract, ConsumerManifest consumer) {
        return new EnsureRequest(
                new EndpointRequest(null, target, null, contract),
                consumer,
                RequestContext.none(),
                LeaseTerms.defaults(),
                null);
    }

    private static EnsureRequest wish(TargetPreference target) {
        return wish(target, null, ConsumerManifest.anyChat());
    }

    @Test
    void another_contract_version() {
        rig.with(fake);
        refused(
                wish(Rig.target("fake", Map.of()), "inference.v2", ConsumerManifest.anyChat()),
                ErrorCode.UNSUPPORTED_CONTRACT_VERSION,
                "request.contract_version");
    }

    @Test
    void neither_backend_nor_model() {
        refused(wish(TargetPreference.none()), ErrorCode.MISSING_FIELD, TARGET + "backend");
    }

    @Test
    void another_target_class() {
        rig.with(fake);
        refused(
                wish(new TargetPreference(TargetClass.CLOUD_PROVIDER, "fake", null, null, null, null)),
                ErrorCode.INVALID_VALUE,
                TARGET + "target_class");
    }

    @Test
    void an_unknown_backend_names_those_that_are_there() {
        rig.with(new FakeBackend("beta")).with(new FakeBackend("alpha"));
        Problem problem = rig.refusal(Rig.wish("gamma"));
        assertEquals(ErrorCode.BACKEND_NOT_REGISTERED, problem.code());
        assertTrue(problem.detail().endsWith("present: alpha, beta"), problem.detail());
        assertEquals(TARGET + "backend", problem.field());
    }

    @Test
    void an_unknown_option_names_itself() {
        rig.with(fake);
        refused(
                Rig.wishOptions("fake", Map.of("ctx_sise", 1)),
                ErrorCode.UNKNOWN_FIELD,
                TARGET + "backend_options.ctx_sise");
    }

    @Test
    void a_model_that_is_no_text() {
        rig.with(fake);
        refused(
                Rig.wishOptions("fake", Map.of("model_identity", 7)),
                ErrorCode.INVALID_VALUE,
                TARGET + "backend_options.model_identity");
        refused(
                new EnsureRequest(
                        new EndpointRequest(null, null, new ModelPreference(" "), null),
                        ConsumerManifest.anyChat(),
                        RequestContext.none(),
                        LeaseTerms.defaults(),
                        null),
                ErrorCode.INVALID_VALUE,
                "request.model_preference.id");
    }

    @Test
    void a_startup_kind_or_surface_that_the_backend_does_not_offer() {
        var declared = FakeBackend.manifest("fake");
        fake.manifest = () -> Manifests.startingOnly(declared, StartupKind.ATTACH_EXISTING_SERVICE);
        rig.with(fake);
        refused(
                wish(new TargetPreference(null, "fake", StartupKind.SPAWNED, null, null, null)),
                ErrorCode.INVALID_VALUE,
                TARGET + "startup_kind");
        refused(
                wish(new TargetPreference(null, "fake", null, SurfaceKind.SSH_EXEC, null, null)),
                ErrorCode.UNSUPPORTED_EXECUTION_SURFACE,
                TARGET + "execution_surface");
    }

    @Test
    void a_consumer_that_does_not_fit_gets_the_whole_answer() {
        rig.with(fake).with(new FakeBackend("other"));
        ConsumerManifest consumer = ConsumerManifest.any(Protocol.OPENAI_COMPLETIONS);
        Problem problem = rig.refusal(wish(Rig.target("fake", Map.of()), null, consumer));
        assertEquals(ErrorCode.INCOMPATIBLE, problem.code());
        assertEquals(
                CompatibilityReason.UNSUPPORTED_PROTOCOL,
                problem.compatibility().reason());
        assertEquals(0, fake.plans.get());
    }

    @Test
    void an_engine_that_cannot_run_here_says_why() {
        fake.availability = () -> Availability.unavailable("llama-server was not found on the PATH");
        rig.with(fake);
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, problem.code());
        assertTrue(problem.detail().contains("llama-server was not found on the PATH"));
    }

    @Test
    void an_unknown_model_names_those_that_are_there() {
        rig.with(fake.offering("tiny"));
        Problem problem = rig.refusal(Rig.wishModel("huge"));
        assertEquals(ErrorCode.MODEL_NOT_FOUND, problem.code());
        assertEquals("request.model_preference.id", problem.field());
        assertTrue(problem.detail().endsWith("there are: tiny"), problem.detail());
    }

    @Test
    void many_models_are_not_all_named() {
        fake.models = () -> java.util.stream.IntStream.range(10, 60)
                .mapToObj(i -> new io.paddock.api.ModelListing("m" + i, "fake", null, null, Map.of(), Map.of()))
                .toList();
        rig.with(fake);
        Problem problem = rig.refusal(Rig.wishModel("huge"));
        assertTrue(problem.detail().endsWith("m28, m29 and others"), problem.detail());
    }

    @Test
    void an_untruthful_plan() {
        fake.plan = new FakeBackend("else")::attach;
        rig.with(fake);
        refused(Rig.wish("fake"), ErrorCode.UNTRUTHFUL_PLAN, null);
    }

    @Test
    void a_time_out_of_range_is_refused_where_it_is_said() {
        Problem problem = Rig.refusal(rig.endpoints.renew("lease-1", "anna", java.time.Duration.ofDays(2)));
        assertEquals(ErrorCode.INVALID_VALUE, problem.code());
        assertNotNull(problem.field());
        assertEquals(List.of(), rig.endpoints.leases());
    }

    @Test
    void a_constraint_that_is_no_yes_or_no() {
        rig.with(fake);
        refused(StartTest.accepting("yes"), ErrorCode.INVALID_VALUE, "consumer.constraints.accept_unavailable");
    }
}
