// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.Support;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model may answer in fewer protocols than its program; an instance is leased by the same rules as it is ensured. */
class ModelProtocolsTest {
    private static final Map<Capability, Support> VECTORS = Map.of(Capability.EMBEDDINGS, Support.YES);

    private final Rig rig = new Rig();
    private final KnowingBackend fake = new KnowingBackend("fake");

    @BeforeEach
    void manyModels() {
        BackendManifest both = Manifests.able(
                FakeBackend.manifest("fake"),
                Map.of(
                        Capability.STREAMING, Support.YES,
                        Capability.TOOL_CALLING, Support.UNKNOWN,
                        Capability.EMBEDDINGS, Support.UNKNOWN));
        fake.manifest = () -> both;
        rig.with(fake);
        fake.offering("tiny");
        Rig.get(rig.models.list());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void vectorsOnly() {
        fake.facts = spec -> VECTORS;
        fake.protocols = Set.of(Protocol.OPENAI_EMBEDDINGS);
    }

    private static ConsumerManifest speaking(Protocol protocol, Map<Capability, Support> required) {
        return new ConsumerManifest(
                "app", Set.of(RuntimeKind.SERVICE), null, List.of(protocol), required, Map.of(), Map.of(), Map.of());
    }

    private static EnsureRequest wish(ConsumerManifest consumer) {
        return new EnsureRequest(
                EndpointRequest.forModel("tiny"), consumer, RequestContext.none(), LeaseTerms.defaults(), null);
    }

    private Compatibility asked(ConsumerManifest consumer) {
        return Rig.get(rig.backends.compatibility("fake", "tiny", consumer));
    }

    private static LeaseRequest leaseFor(ConsumerManifest consumer) {
        return new LeaseRequest(consumer, RequestContext.none(), LeaseTerms.defaults(), null);
    }

    @Test
    void a_chat_consumer_is_refused_a_model_that_only_makes_vectors() {
        vectorsOnly();
        Compatibility answer = asked(ConsumerManifest.anyChat());
        assertFalse(answer.compatible());
        assertEquals("model", answer.basis());
        assertEquals(CompatibilityReason.UNSUPPORTED_PROTOCOL, answer.reason());
        assertEquals("openai_embeddings", answer.mismatches().get(0).offered());

        Problem refused = rig.refusal(wish(ConsumerManifest.anyChat()));
        assertEquals(ErrorCode.INCOMPATIBLE, refused.code());
        assertEquals("model", refused.compatibility().basis());
        assertEquals(0, fake.plans.get(), "nothing was planned");
    }

    @Test
    void who_speaks_embeddings_is_served_by_it() {
        vectorsOnly();
        EnsureResult served = rig.ensure(wish(speaking(Protocol.OPENAI_EMBEDDINGS, VECTORS)));
        assertEquals(Protocol.OPENAI_EMBEDDINGS, served.endpoint().protocol());
        assertEquals("model", served.compatibility().basis());
    }

    @Test
    void a_model_whose_protocols_are_not_known_speaks_all_of_its_program() {
        assertTrue(asked(ConsumerManifest.anyChat()).compatible());
        assertTrue(asked(speaking(Protocol.OPENAI_EMBEDDINGS, Map.of())).compatible());
    }

    @Test
    void trouble_takes_nothing_away_that_the_manifest_gives() {
        fake.facts = spec -> {
            throw new InferenceException(ErrorCode.MODEL_NOT_FOUND, "not installed yet");
        };
        Compatibility answer = asked(ConsumerManifest.anyChat());
        assertTrue(answer.compatible());
        assertEquals("manifest", answer.basis());
        assertEquals("not installed yet", answer.metadata().get("model_facts"));
        rig.ensure(wish(ConsumerManifest.anyChat()));
    }

    @Test
    void nobody_is_asked_where_the_manifest_says_whether_models_make_vectors() {
        BackendManifest sure = Manifests.able(
                FakeBackend.manifest("fake"),
                Map.of(Capability.STREAMING, Support.YES, Capability.EMBEDDINGS, Support.NO));
        KnowingBackend other = new KnowingBackend("fake");
        other.manifest = () -> sure;
        try (Rig own = new Rig()) {
            own.with(other);
            own.ensure("fake");
            assertEquals(0, other.asked.get());
        }
    }

    @Test
    void leasing_an_instance_asks_about_its_model_as_ensuring_does() {
        String id = rig.ensure(wish(ConsumerManifest.anyChat())).instanceId();
        ConsumerManifest tools =
                speaking(Protocol.OPENAI_CHAT_COMPLETIONS, Map.of(Capability.TOOL_CALLING, Support.YES));

        EnsureResult leased = Rig.get(rig.instances.lease(id, leaseFor(tools)));

        assertEquals(id, leased.instanceId());
        assertEquals("model", leased.compatibility().basis());
    }

    @Test
    void an_instance_whose_model_cannot_is_not_leased() {
        fake.facts = spec -> Map.of(Capability.TOOL_CALLING, Support.NO, Capability.EMBEDDINGS, Support.YES);
        fake.protocols = Set.of(Protocol.OPENAI_EMBEDDINGS);
        String id =
                rig.ensure(wish(speaking(Protocol.OPENAI_EMBEDDINGS, Map.of()))).instanceId();

        for (ConsumerManifest wrong : List.of(
                ConsumerManifest.anyChat(),
                speaking(Protocol.OPENAI_EMBEDDINGS, Map.of(Capability.TOOL_CALLING, Support.YES)))) {
            Problem refused = Rig.refusal(rig.instances.lease(id, leaseFor(wrong)));
            assertEquals(ErrorCode.INCOMPATIBLE, refused.code());
            assertEquals("model", refused.compatibility().basis());
        }
        assertEquals(
                ErrorCode.INSTANCE_NOT_FOUND,
                Rig.refusal(rig.instances.lease("nobody", leaseFor(ConsumerManifest.anyChat())))
                        .code());
    }
}
