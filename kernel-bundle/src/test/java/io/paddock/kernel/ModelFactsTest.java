// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendVerdict;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureAction;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.Support;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelFactsTest {
    private static final Map<Capability, Support> TOOLS = Map.of(Capability.TOOL_CALLING, Support.YES);

    private final Rig rig = new Rig();
    private final KnowingBackend fake = new KnowingBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private static ConsumerManifest consumer(
            Set<ManagementMode> modes, Map<Capability, Support> required, Map<Capability, Support> optional) {
        return new ConsumerManifest(
                "app",
                Set.of(RuntimeKind.SERVICE),
                modes,
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                required,
                optional,
                Map.of(),
                Map.of());
    }

    private static ConsumerManifest needing(Map<Capability, Support> required) {
        return consumer(null, required, Map.of());
    }

    private static EnsureRequest wish(String model, ConsumerManifest consumer) {
        return new EnsureRequest(
                EndpointRequest.forModel(model), consumer, RequestContext.none(), LeaseTerms.defaults(), null);
    }

    private Compatibility asked(String model, ConsumerManifest consumer) {
        return Rig.get(rig.backends.compatibility("fake", model, consumer));
    }

    private void withFake() {
        rig.with(fake);
        fake.offering("tiny");
        Rig.get(rig.models.list());
    }

    @Test
    void a_model_that_can_serves_although_its_manifest_leaves_it_open() {
        withFake();
        var served = rig.ensure(wish("tiny", needing(TOOLS)));
        assertEquals("model", served.compatibility().basis());
        assertTrue(served.compatibility().compatible());
        assertEquals(Protocol.OPENAI_CHAT_COMPLETIONS, served.compatibility().resolvedProtocol());
    }

    @Test
    void a_model_that_cannot_is_refused_and_the_answer_says_that_the_model_decided() {
        withFake();
        fake.facts = spec -> Map.of(Capability.TOOL_CALLING, Support.NO);
        Problem refused = rig.refusal(wish("tiny", needing(TOOLS)));
        assertEquals(ErrorCode.INCOMPATIBLE, refused.code());
        assertEquals("model", refused.compatibility().basis());
        assertEquals("false", refused.compatibility().mismatches().get(0).offered());
        assertEquals(0, fake.plans.get(), "nothing was planned");
    }

    @Test
    void the_backend_is_asked_only_when_that_decides() {
        withFake();
        rig.ensure(wish("tiny", needing(Map.of(Capability.STREAMING, Support.YES))));
        rig.ensure(wish("tiny", needing(Map.of(Capability.TOOL_CALLING, Support.UNKNOWN))));
        rig.ensure(wish("tiny", consumer(null, Map.of(), TOOLS)));
        rig.refusal(wish("tiny", needing(Map.of(Capability.STREAMING, Support.NO))));
        rig.refusal(
                wish("tiny", needing(Map.of(Capability.TOOL_CALLING, Support.YES, Capability.VISION, Support.YES))));
        rig.refusal(wish("tiny", consumer(Set.of(), TOOLS, Map.of())));
        assertEquals(0, fake.asked.get());
    }

    @Test
    void facts_never_contradict_the_manifest_and_warnings_are_about_the_model_too() {
        withFake();
        fake.facts = spec -> Map.of(
                Capability.TOOL_CALLING, Support.YES,
                Capability.STREAMING, Support.NO,
                Capability.VISION, Support.YES);
        Compatibility fit = asked(
                "tiny",
                consumer(
                        null,
                        Map.of(Capability.TOOL_CALLING, Support.YES, Capability.STREAMING, Support.YES),
                        Map.of(Capability.TOOL_CALLING, Support.NO, Capability.VISION, Support.YES)));
        assertTrue(fit.compatible(), fit::toString);
        assertEquals(List.of("tool_calling", "vision"), fit.warnings());
        assertFalse(
                asked("tiny", needing(Map.of(Capability.VISION, Support.YES))).compatible());
    }

    @Test
    void what_stays_unknown_stays_the_manifests_answer() {
        withFake();
        fake.facts = spec -> Map.of();
        Compatibility open = asked("tiny", needing(TOOLS));
        assertFalse(open.compatible());
        assertEquals("manifest", open.basis());
        assertEquals("unknown", open.mismatches().get(0).offered());
    }

    @Test
    void why_nothing_could_be_found_out_is_told() {
        withFake();
        fake.facts = spec -> {
            throw new InferenceException(ErrorCode.MODEL_NOT_FOUND, "'" + spec.model() + "' is not installed");
        };
        Problem refused = rig.refusal(wish("tiny", needing(TOOLS)));
        assertEquals(ErrorCode.INCOMPATIBLE, refused.code());
        assertTrue(refused.detail().contains("'tiny' is not installed"), refused::detail);
        assertEquals("manifest", refused.compatibility().basis());
        assertEquals(
                "'tiny' is not installed", refused.compatibility().metadata().get("model_facts"));
    }

    @Test
    void a_backend_that_breaks_or_hangs_over_a_model_costs_the_answer_and_not_the_caller() {
        withFake();
        fake.facts = spec -> {
            throw new LinkageError("half a jar");
        };
        assertFalse(asked("broken", needing(TOOLS)).compatible());
        CountDownLatch never = new CountDownLatch(1);
        fake.facts = spec -> {
            try {
                never.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TOOLS;
        };
        long start = System.nanoTime();
        Compatibility late = asked("slow", needing(TOOLS));
        assertFalse(late.compatible());
        assertTrue(late.metadata().get("model_facts").toString().contains("too long"), late::toString);
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }

    @Test
    void a_wish_that_cannot_be_is_refused_by_its_field() {
        withFake();
        fake.facts = spec -> {
            throw new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, "model", "this is no name"));
        };
        assertEquals(
                ErrorCode.INVALID_VALUE,
                rig.refusal(wish("tiny", needing(TOOLS))).code());
        assertEquals(
                ErrorCode.INVALID_VALUE,
                assertThrows(InferenceException.class, () -> asked("tiny", needing(TOOLS)))
                        .code());
    }

    @Test
    void facts_are_remembered_for_a_moment_and_shared_by_those_who_ask_at_once() {
        withFake();
        CountDownLatch go = new CountDownLatch(1);
        fake.facts = spec -> {
            try {
                go.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TOOLS;
        };
        List<CompletableFuture<Compatibility>> all = Stream.generate(
                        () -> rig.backends.compatibility("fake", "tiny", needing(TOOLS)))
                .limit(50)
                .toList();
        go.countDown();
        all.forEach(one -> assertTrue(Rig.get(one).compatible()));
        asked("tiny", needing(TOOLS));
        assertEquals(1, fake.asked.get());
        asked("other", needing(TOOLS));
        assertEquals(2, fake.asked.get());
    }

    @Test
    void trouble_is_forgotten_sooner_than_facts() {
        withFake();
        fake.facts = spec -> {
            throw new InferenceException(ErrorCode.MODEL_NOT_FOUND, "not yet");
        };
        assertFalse(asked("tiny", needing(TOOLS)).compatible());
        fake.facts = spec -> TOOLS;
        Rig.await("the facts", () -> asked("tiny", needing(TOOLS)).compatible());
    }

    @Test
    void an_explanation_is_about_the_model_too() {
        withFake();
        BackendVerdict can = Rig.get(rig.backends.explain(wish("tiny", needing(TOOLS))))
                .items()
                .get(0);
        assertEquals(EnsureAction.START, can.action());
        assertEquals("model", can.compatibility().basis());
        fake.facts = spec -> Map.of(Capability.TOOL_CALLING, Support.NO);
        EnsureRequest wrong = new EnsureRequest(
                new EndpointRequest("r", Rig.target("fake", Map.of("stray", 1)), null, null),
                needing(TOOLS),
                RequestContext.none(),
                LeaseTerms.defaults(),
                null);
        BackendVerdict cannot = Rig.get(rig.backends.explain(wrong)).items().get(0);
        assertEquals(ErrorCode.UNKNOWN_FIELD, cannot.problem().code());
    }

    @Test
    void a_backend_whose_model_may_fit_is_preferred_to_one_that_cannot() {
        FakeBackend unable = new FakeBackend("a").offering("tiny");
        var declared = Manifests.speaking(FakeBackend.manifest("a"), Protocol.OPENAI_COMPLETIONS);
        unable.manifest = () -> declared;
        rig.with(unable);
        withFake();
        assertEquals("fake", rig.ensure(wish("tiny", needing(TOOLS))).endpoint().sourceRuntime());
    }

    @Test
    void an_alias_finds_its_model() {
        withFake();
        fake.models = () -> List.of(
                new ModelListing("long:latest", "fake", null, null, Map.of(), Map.of("aliases", List.of("long"))));
        Rig.await("the listing", () -> Rig.get(rig.models.list()).get(0).id().equals("long:latest"));
        assertEquals("fake", rig.ensure(Rig.wishModel("long")).endpoint().sourceRuntime());
        assertEquals(
                true,
                Rig.get(rig.backends.explain(Rig.wishModel("long")))
                        .items()
                        .get(0)
                        .modelOffered());
    }

    @Test
    void a_backend_that_is_not_there_is_said_with_a_model_too() {
        assertFalse(asked("tiny", needing(TOOLS)).compatible());
    }
}
