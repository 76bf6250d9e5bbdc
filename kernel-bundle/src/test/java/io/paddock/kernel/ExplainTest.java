// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.BackendVerdict;
import io.paddock.api.Capability;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureAction;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Explanation;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Mismatch;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.Support;
import io.paddock.kernel.instance.Limits;
import io.paddock.spi.Availability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private Explanation explain(EnsureRequest request) {
        return Rig.get(rig.backends.explain(request));
    }

    private BackendVerdict only(EnsureRequest request) {
        Explanation explanation = explain(request);
        assertEquals(1, explanation.items().size());
        return explanation.items().get(0);
    }

    private static EnsureRequest seeing(EndpointRequest request) {
        ConsumerManifest consumer = new ConsumerManifest(
                "picky",
                Set.of(RuntimeKind.SERVICE),
                null,
                List.of(Protocol.OPENAI_COMPLETIONS),
                Map.of(Capability.VISION, Support.YES),
                Map.of(),
                Map.of(),
                Map.of());
        return new EnsureRequest(request, consumer, RequestContext.none(), LeaseTerms.defaults(), null);
    }

    private static List<String> order(Explanation explanation) {
        return explanation.items().stream().map(BackendVerdict::backend).toList();
    }

    @Test
    void nothing_is_started_leased_or_told_by_an_explanation() {
        rig.with(fake.offering("tiny"));
        BackendVerdict verdict = only(Rig.wishModel("tiny"));
        assertEquals(EnsureAction.START, verdict.action());
        assertNull(verdict.problem());
        assertNull(verdict.instanceId());
        assertEquals(true, verdict.modelOffered());
        assertEquals(BackendState.AVAILABLE, verdict.state());
        assertEquals("1.2.3", verdict.backendVersion());
        assertEquals(List.of(), rig.instances.list());
        assertEquals(List.of(), rig.endpoints.leases());
        assertTrue(fake.drivers.isEmpty());
        assertEquals(2, rig.core.journal().latestAbout(note -> true), "only the backend's own events");
    }

    @Test
    void an_instance_that_is_there_would_be_joined() {
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        BackendVerdict verdict = only(Rig.wish("fake"));
        assertEquals(EnsureAction.JOIN, verdict.action());
        assertEquals(result.instanceId(), verdict.instanceId());
        assertEquals(
                EnsureAction.START,
                only(Rig.wishOptions("fake", Map.of("ctx_size", 7))).action());
        assertEquals(1, rig.snapshot(result.instanceId()).leaseCount());
    }

    @Test
    void all_mismatches_are_listed_with_what_was_wanted_and_offered() {
        rig.with(fake);
        BackendVerdict verdict = only(seeing(Rig.wish("fake").request()));
        assertEquals(EnsureAction.REFUSE, verdict.action());
        assertEquals(ErrorCode.INCOMPATIBLE, verdict.problem().code());
        assertEquals(
                List.of(
                        new Mismatch("protocol", "openai_completions", "openai_chat_completions, openai_embeddings"),
                        new Mismatch("vision", "true", "false")),
                verdict.compatibility().mismatches());
        assertNull(verdict.problem().compatibility(), "said once");
    }

    @Test
    void all_backends_are_ranked_the_one_that_would_serve_first() {
        rig.with(new FakeBackend("a-lists-none"));
        FakeBackend absent = new FakeBackend("b-unavailable").offering("tiny");
        absent.availability = () -> Availability.unavailable("no engine; install one");
        rig.with(absent);
        rig.with(new FakeBackend("c-other-model").offering("other"));
        rig.with(new FakeBackend("y-second").offering("tiny"));
        rig.with(new FakeBackend("x-first").offering("tiny"));
        Explanation explanation = explain(Rig.wishModel("tiny"));
        assertEquals(
                List.of("x-first", "y-second", "a-lists-none", "b-unavailable", "c-other-model"), order(explanation));
        List<ErrorCode> codes = explanation.items().stream()
                .map(BackendVerdict::problem)
                .map(problem -> problem == null ? null : problem.code())
                .skip(2)
                .toList();
        assertEquals(
                List.of(ErrorCode.MODEL_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE, ErrorCode.MODEL_NOT_FOUND), codes);
        assertEquals("x-first", rig.ensure(Rig.wishModel("tiny")).endpoint().sourceRuntime(), "as ensure chooses");
    }

    @Test
    void a_question_that_names_nothing_ranks_by_consumer_alone() {
        rig.with(fake);
        EnsureRequest nothing = new EnsureRequest(
                new EndpointRequest(null, null, null, null),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                LeaseTerms.defaults(),
                null);
        BackendVerdict verdict = only(nothing);
        assertEquals(EnsureAction.START, verdict.action());
        assertNull(verdict.modelOffered());
    }

    @Test
    void what_ensure_would_refuse_is_refused_with_the_same_code_and_field() {
        fake.availability = () -> Availability.unavailable("no engine; install one");
        rig.with(fake);
        sameRefusal(Rig.wish("fake"));
        fake.availability = Availability::available;
        rig.core.backends().find("fake").orElseThrow().look();
        Rig.await("availability", () -> only(Rig.wish("fake")).suitable());
        sameRefusal(Rig.wishOptions("fake", Map.of("ctx_sizes", 7)));
        sameRefusal(seeing(Rig.wish("fake").request()));
        sameRefusal(Rig.wish("none"));
        fake.plan = spec -> {
            throw new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, "ctx_size", "ctx_size is odd"));
        };
        sameRefusal(Rig.wishOptions("fake", Map.of("ctx_size", 9)));
        fake.plan = spec -> {
            throw new IllegalStateException("broken");
        };
        sameRefusal(Rig.wishOptions("fake", Map.of("ctx_size", 10)));
        fake.plan = fake::attach;
        rig.limits = new Limits(0, 4, 10, Duration.ofSeconds(1));
        sameRefusal(Rig.wishOptions("fake", Map.of("ctx_size", 11)));
        rig.limits = new Limits(32, 4, 0, Duration.ofSeconds(1));
        sameRefusal(Rig.wishOptions("fake", Map.of("ctx_size", 12)));
        assertTrue(only(Rig.wish("fake")).problem().detail().contains("leases, the most"));
    }

    private void sameRefusal(EnsureRequest request) {
        Problem explained = only(request).problem();
        Problem refused = rig.refusal(request);
        assertEquals(refused.code(), explained.code());
        assertEquals(refused.field(), explained.field());
    }

    @Test
    void a_backend_that_is_not_there_is_told_with_those_that_would_fit() {
        rig.with(fake);
        BackendVerdict verdict = only(Rig.wish("none"));
        assertEquals("none", verdict.backend());
        assertNull(verdict.state());
        assertEquals(List.of("fake"), verdict.compatibility().alternatives());
        assertFalse(verdict.compatibility().compatible());
    }

    @Test
    void a_request_that_is_wrong_whatever_the_backend_fails_as_a_whole() {
        rig.with(fake);
        EndpointRequest wrong = new EndpointRequest(null, Rig.target("fake", Map.of()), null, "inference.v2");
        Problem problem = Rig.refusal(rig.backends.explain(seeing(wrong)));
        assertEquals(ErrorCode.UNSUPPORTED_CONTRACT_VERSION, problem.code());
        assertEquals("request.contract_version", problem.field());
    }
}
