// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.paddock.api.BackendState;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.ModelListing;
import io.paddock.api.Protocol;
import io.paddock.spi.Availability;
import io.paddock.spi.InstanceSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private List<String> names() {
        return Rig.get(rig.models.list()).stream()
                .map(model -> model.backend() + "/" + model.id())
                .toList();
    }

    @Test
    void the_models_of_all_backends_are_listed_by_id_and_a_failing_one_costs_its_own() {
        FakeBackend failing = new FakeBackend("failing");
        failing.models = () -> {
            throw new IllegalStateException("daemon is down");
        };
        FakeBackend vague = new FakeBackend("vague");
        vague.models = () -> null;
        rig.with(new FakeBackend("b").offering("zebra"))
                .with(new FakeBackend("a").offering("zebra"))
                .with(new FakeBackend("c").offering("ant"))
                .with(failing)
                .with(vague);
        assertEquals(List.of("c/ant", "a/zebra", "b/zebra"), names());
    }

    @Test
    void a_listing_is_remembered_for_a_moment() {
        FakeBackend fake = new FakeBackend("fake").offering("tiny");
        rig.with(fake);
        names();
        for (int i = 0; i < 20; i++) {
            rig.ensure(Rig.wishModel("tiny"));
        }
        int calls = fake.modelCalls.get();
        assertEquals(true, calls <= 3, "was asked " + calls + " times");
    }

    @Test
    void a_model_that_is_gone_is_refused_soon_although_its_way_was_known() {
        FakeBackend fake = new FakeBackend("fake").offering("tiny");
        rig.with(fake);
        rig.ensure(Rig.wishModel("tiny"));
        fake.models = List::of;
        Rig.await("the model to be refused", () -> {
            var asked = rig.endpoints.ensure(Rig.wishModel("tiny"));
            return asked.handle((granted, failure) -> failure != null).join();
        });
        assertEquals(
                ErrorCode.MODEL_NOT_FOUND, rig.refusal(Rig.wishModel("tiny")).code());
    }

    @Test
    void a_known_way_is_left_as_soon_as_a_better_backend_is_there() {
        rig.with(new FakeBackend("b").offering("tiny"));
        assertEquals("b", rig.ensure(Rig.wishModel("tiny")).endpoint().sourceRuntime());
        rig.with(new FakeBackend("a").offering("tiny"));
        Rig.await(
                "the new backend",
                () -> rig.backends.list().stream()
                        .anyMatch(found ->
                                found.manifest().backend().equals("a") && found.state() == BackendState.AVAILABLE));
        assertEquals("a", rig.ensure(Rig.wishModel("tiny")).endpoint().sourceRuntime());
    }

    @Test
    void a_known_way_does_not_lead_to_a_backend_that_cannot_work_any_more() {
        FakeBackend fake = new FakeBackend("fake").offering("tiny");
        rig.with(fake);
        rig.ensure(Rig.wishModel("tiny"));
        fake.availability = () -> Availability.unavailable("the daemon is gone");
        rig.core.backends().all().forEach(Registration::look);
        Rig.await(
                "the backend to be unavailable",
                () -> rig.backends.list().get(0).state() == BackendState.UNAVAILABLE);
        assertEquals(
                ErrorCode.ENGINE_UNAVAILABLE, rig.refusal(Rig.wishModel("tiny")).code());
    }

    @Test
    void a_model_whose_backend_cannot_work_now_is_not_unknown() {
        FakeBackend fake = new FakeBackend("fake").offering("tiny");
        rig.with(fake);
        rig.ensure(Rig.wishModel("tiny"));
        fake.availability = () -> Availability.unavailable("the daemon is gone");
        rig.core.backends().all().forEach(Registration::look);
        Rig.await("the model to be in no list any more", () -> names().isEmpty());
        assertEquals(
                ErrorCode.ENGINE_UNAVAILABLE, rig.refusal(Rig.wishModel("tiny")).code());
        assertEquals(
                ErrorCode.MODEL_NOT_FOUND, rig.refusal(Rig.wishModel("huge")).code());
    }

    @Test
    void a_model_whose_backend_was_replaced_by_one_that_cannot_work_is_not_unknown() {
        FakeBackend before = new FakeBackend("fake").offering("tiny");
        rig.with(before);
        rig.ensure(Rig.wishModel("tiny"));
        rig.core.backends().remove(before);
        FakeBackend after = new FakeBackend("fake").offering("tiny");
        after.availability = () -> Availability.unavailable("its engine is gone");
        rig.with(after);
        assertEquals(
                ErrorCode.ENGINE_UNAVAILABLE, rig.refusal(Rig.wishModel("tiny")).code());
        assertEquals(
                ErrorCode.MODEL_NOT_FOUND, rig.refusal(Rig.wishModel("huge")).code());
    }

    @Test
    void a_model_whose_backend_fails_to_list_its_models_is_served_as_before() {
        FakeBackend fake = new FakeBackend("fake").offering("tiny");
        rig.with(fake);
        EnsureResult before = rig.ensure(Rig.wishModel("tiny"));
        fake.models = () -> {
            throw new IllegalStateException("no answer");
        };
        Rig.await("the model to be in no list any more", () -> names().isEmpty());
        EnsureResult after = rig.ensure(Rig.anotherWish("tiny"));
        assertEquals(before.instanceId(), after.instanceId());
    }

    @Test
    void a_model_that_nobody_offers_is_refused_with_those_that_cannot_say_now() {
        FakeBackend down = new FakeBackend("daemon");
        down.availability = () -> Availability.unavailable("the daemon is gone");
        rig.with(new FakeBackend("a").offering("ant")).with(down);
        assertEquals(
                "no backend offers model 'bee'; there are: ant; unavailable now: daemon",
                rig.refusal(Rig.wishModel("bee")).detail());
    }

    @Test
    void a_model_finds_its_backend() {
        rig.with(new FakeBackend("a").offering("ant")).with(new FakeBackend("b").offering("bee"));
        EnsureResult result = rig.ensure(Rig.wishModel("bee"));
        assertEquals("b", result.endpoint().sourceRuntime());
        assertEquals("bee", result.endpoint().modelIdentity());
    }

    @Test
    void of_two_backends_the_one_that_works_and_fits_serves() {
        FakeBackend absent = new FakeBackend("a").offering("tiny");
        absent.availability = () -> Availability.unavailable("not installed");
        FakeBackend unfit = new FakeBackend("b").offering("tiny");
        var declared = Manifests.speaking(FakeBackend.manifest("b"), Protocol.OPENAI_COMPLETIONS);
        unfit.manifest = () -> declared;
        rig.with(absent)
                .with(unfit)
                .with(new FakeBackend("d").offering("tiny"))
                .with(new FakeBackend("c").offering("tiny"));
        assertEquals("c", rig.ensure(Rig.wishModel("tiny")).endpoint().sourceRuntime());
    }

    @Test
    void a_model_that_only_an_unfit_backend_has_says_why_it_is_unfit() {
        FakeBackend unfit = new FakeBackend("b").offering("tiny");
        var declared = Manifests.speaking(FakeBackend.manifest("b"), Protocol.OPENAI_COMPLETIONS);
        unfit.manifest = () -> declared;
        rig.with(unfit);
        assertEquals(ErrorCode.INCOMPATIBLE, rig.refusal(Rig.wishModel("tiny")).code());
    }

    @Test
    void the_backend_is_told_the_model_and_not_the_option() {
        FakeBackend fake = new FakeBackend("fake").offering("tiny");
        List<InstanceSpec> planned = new CopyOnWriteArrayList<>();
        fake.plan = spec -> {
            planned.add(spec);
            return fake.attach(spec);
        };
        rig.with(fake);
        rig.ensure(Rig.wishOptions("fake", Map.of("model_identity", "tiny", "ctx_size", 8)));
        rig.ensure(Rig.wish("fake"));
        assertEquals("tiny", planned.get(0).model());
        assertEquals(Map.of("ctx_size", 8), planned.get(0).options());
        assertNull(planned.get(1).model(), "the backend's default decides");
    }

    @Test
    void a_listing_cannot_speak_for_another_backend() {
        FakeBackend fake = new FakeBackend("fake");
        fake.models = () -> List.of(new ModelListing("tiny", "other", null, null, Map.of(), Map.of()));
        rig.with(fake);
        assertEquals(List.of("fake/tiny"), names());
    }
}
