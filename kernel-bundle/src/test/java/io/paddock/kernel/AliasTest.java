// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Alias;
import io.paddock.api.BackendVerdict;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureAction;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.ModelListing;
import io.paddock.api.ModelPreference;
import io.paddock.api.ModelTarget;
import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.api.TargetPreference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that stands for a model with its options. */
class AliasTest {
    private final AliasWorld world = new AliasWorld();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        world.close();
    }

    private Problem refusal(String name, ModelTarget target) {
        return Rig.refusal(world.aliases.make(new Alias(name, target)));
    }

    private static EnsureRequest asking(String backend, StartupKind kind, Map<String, Object> options) {
        EnsureRequest plain = AliasWorld.wish("anna", null);
        return new EnsureRequest(
                new EndpointRequest(
                        "req-1",
                        new TargetPreference(null, backend, kind, null, options, Map.of()),
                        new ModelPreference("pet"),
                        null),
                plain.consumer(),
                plain.context(),
                plain.lease(),
                null);
    }

    @Test
    void a_request_that_names_it_is_served_what_it_stands_for_and_told_the_truth() {
        Alias made = Rig.get(world.aliases.make(new Alias("pet", AliasWorld.target("dog", 4096))));
        assertEquals("fake", made.target().backend(), "the one that offers the model");
        assertEquals(List.of(made), world.aliases.list());
        EnsureResult served = world.ensure();
        assertEquals("dog", served.endpoint().modelIdentity());
        assertEquals("dog", served.lease().modelIdentity());
        assertEquals("pet", served.endpoint().metadata().get("alias"));
        assertEquals("dog", world.model(served.instanceId()));
        EnsureResult again = world.rig.ensure(asking("fake", null, Map.of("model_identity", "pet")));
        assertEquals(served.instanceId(), again.instanceId());
    }

    @Test
    void its_endpoint_is_not_that_of_the_model_itself() {
        world.withPet();
        EnsureResult named = world.ensure();
        EnsureResult itself = world.rig.ensure(Rig.wishModel("cat"));
        assertNotEquals(named.endpoint().endpointId(), itself.endpoint().endpointId());
        assertNotEquals(named.instanceId(), itself.instanceId());
    }

    @Test
    void it_is_listed_as_a_model_with_what_it_stands_for() {
        world.withPet();
        List<ModelListing> listed = Rig.get(world.rig.models.list());
        assertEquals(
                List.of("cat", "dog", "pet"),
                listed.stream().map(ModelListing::id).toList());
        ModelListing pet = listed.get(2);
        assertEquals("fake", pet.backend());
        assertEquals(4L << 20, pet.sizeBytes());
        assertEquals("cat", pet.metadata().get("stands_for"));
    }

    @Test
    void explaining_goes_the_way_of_the_request() {
        world.withPet();
        EnsureResult served = world.ensure();
        BackendVerdict verdict = Rig.get(world.rig.backends.explain(AliasWorld.wish("anna", null)))
                .items()
                .get(0);
        assertEquals(EnsureAction.JOIN, verdict.action());
        assertEquals(served.instanceId(), verdict.instanceId());
    }

    @Test
    void a_request_with_wishes_of_its_own_is_refused_with_the_field() {
        world.withPet();
        Problem options = world.rig.refusal(asking(null, null, Map.of("ctx_size", 9)));
        assertEquals(ErrorCode.INVALID_VALUE, options.code());
        assertEquals("request.target_preference.backend_options.ctx_size", options.field());
        Problem kind = world.rig.refusal(asking(null, StartupKind.SPAWNED, Map.of()));
        assertEquals("request.target_preference.startup_kind", kind.field());
    }

    @Test
    void a_name_that_is_a_models_or_stands_for_something_else_is_taken() {
        world.withPet();
        assertEquals(ErrorCode.ALIAS_TAKEN, refusal("dog", AliasWorld.CAT).code());
        Problem other = refusal("pet", AliasWorld.DOG);
        assertEquals(ErrorCode.ALIAS_TAKEN, other.code());
        assertTrue(other.detail().contains("swap-model pet"), other.detail());
        assertEquals(1, world.withPet().aliases.list().size(), "the same again changes nothing");
    }

    @Test
    void what_cannot_be_served_gets_no_name_and_the_field_is_told() {
        assertEquals("name", refusal("../pet", AliasWorld.CAT).field());
        Problem model = refusal("pet", AliasWorld.target("cow"));
        assertEquals(ErrorCode.MODEL_NOT_FOUND, model.code());
        assertEquals("target.model", model.field());
        Problem option = refusal("pet", new ModelTarget("fake", "cat", Map.of("colour", "black")));
        assertEquals("target.options.colour", option.field());
        Problem backend = refusal("pet", new ModelTarget("none", "cat", Map.of()));
        assertEquals("target.backend", backend.field());
        assertTrue(world.aliases.list().isEmpty());
    }

    @Test
    void a_removed_one_is_unknown() {
        world.withPet();
        EnsureResult served = world.ensure();
        Rig.get(world.aliases.remove("pet"));
        assertEquals(
                ErrorCode.MODEL_NOT_FOUND,
                world.rig.refusal(AliasWorld.wish("bob", null)).code());
        assertEquals(
                ErrorCode.ALIAS_NOT_FOUND,
                Rig.refusal(world.aliases.remove("pet")).code());
        assertEquals(served.lease(), world.lease(served), "what it brought up goes on");
        Rig.get(world.aliases.make(new Alias("pet", AliasWorld.DOG)));
        assertEquals("dog", world.ensure().endpoint().modelIdentity());
    }

    @Test
    void it_is_kept_and_a_file_that_cannot_be_read_is_set_aside() throws Exception {
        Alias kept = new Alias("pet", new ModelTarget("fake", "dog", Map.of("ctx_size", 4096)));
        try (AliasWorld first = new AliasWorld(folder, null)) {
            Rig.get(first.aliases.make(kept));
        }
        try (AliasWorld second = new AliasWorld(folder, null)) {
            assertEquals(List.of(kept), second.aliases.list());
            assertEquals("dog", second.ensure().endpoint().modelIdentity());
        }
        Files.writeString(folder.resolve("aliases.json"), "{ torn");
        try (AliasWorld third = new AliasWorld(folder, null)) {
            assertTrue(third.aliases.list().isEmpty());
            assertTrue(Files.exists(folder.resolve("aliases.json.unreadable")));
        }
    }
}
