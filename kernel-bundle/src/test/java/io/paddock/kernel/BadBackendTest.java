// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.spi.Availability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadBackendTest {
    private final Rig rig = new Rig();
    private final FakeBackend bad = new FakeBackend("bad");

    @AfterEach
    void close() {
        rig.close();
    }

    private List<String> ids() {
        return rig.backends.list().stream()
                .map(snapshot -> snapshot.manifest().backend())
                .toList();
    }

    static Stream<Supplier<BackendManifest>> badManifests() {
        BackendManifest good = FakeBackend.manifest("bad");
        OptionDeclaration option = good.options().get(0);
        return Stream.of(
                () -> null,
                () -> {
                    throw new IllegalStateException("no manifest today");
                },
                () -> {
                    throw new NoClassDefFoundError("gone");
                },
                () -> FakeBackend.manifest("Bad Id"),
                () -> FakeBackend.manifest(""),
                () -> Manifests.ofKind(good, RuntimeKind.CLIENT),
                () -> Manifests.startingOnly(good),
                () -> Manifests.managed(good),
                () -> Manifests.speaking(good),
                () -> Manifests.withOptions(good, option, option),
                () -> Manifests.withOptions(good, new OptionDeclaration("Ctx Size", "integer", true, null, "")),
                () -> Manifests.withOptions(good, new OptionDeclaration("ctx_size", "int", true, null, "")),
                () -> Manifests.withOptions(good, new OptionDeclaration("model_identity", "integer", true, null, "")),
                () -> Manifests.version(good, ""),
                () -> Manifests.version(good, "newest"),
                () -> Manifests.version(good, "1.2.3.4 beta"),
                () -> Manifests.managed(good, ManagementMode.EXTERNALLY_MANAGED),
                () -> Manifests.managed(good, ManagementMode.RUNTIME_MANAGED),
                () -> Manifests.managed(
                        good,
                        ManagementMode.RUNTIME_MANAGED,
                        ManagementMode.EXTERNALLY_MANAGED,
                        ManagementMode.RUNTIME_MANAGED),
                () -> Manifests.speaking(good, Protocol.OPENAI_CHAT_COMPLETIONS, Protocol.OPENAI_CHAT_COMPLETIONS),
                () -> Manifests.placed(good));
    }

    @ParameterizedTest
    @MethodSource("badManifests")
    void a_bad_manifest_costs_only_its_own_backend(Supplier<BackendManifest> manifest) {
        bad.manifest = manifest;
        rig.with(bad).with(new FakeBackend("good"));
        rig.ensure("good");
        assertEquals(
                ErrorCode.BACKEND_NOT_REGISTERED, rig.refusal(Rig.wish("bad")).code());
        assertEquals(List.of("good"), ids());
        rig.core.backends().remove(bad);
    }

    @Test
    void a_backend_may_declare_the_option_that_names_its_model() {
        BackendManifest plain = FakeBackend.manifest("bad");
        bad.manifest = () -> Manifests.withOptions(
                plain, new OptionDeclaration("model_identity", "string", true, null, "model to serve"));
        rig.with(bad);
        assertEquals("bad", rig.ensure("bad").lease().backend());
    }

    @Test
    void a_manifest_that_hangs_holds_up_neither_registration_nor_the_others() {
        bad.manifest = () -> {
            StartTest.hang();
            return null;
        };
        long start = System.nanoTime();
        rig.with(bad);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(1).toNanos(), "registration calls nobody");
        rig.with(new FakeBackend("good"));
        rig.ensure("good");
        assertFalse(rig.core.backends().unsettled().isEmpty(), "nobody waited for the one that hangs");
    }

    @Test
    void registration_calls_no_code_of_the_backend_on_its_thread() {
        AtomicReference<Thread> reader = new AtomicReference<>();
        BackendManifest manifest = FakeBackend.manifest("bad");
        bad.manifest = () -> {
            reader.set(Thread.currentThread());
            return manifest;
        };
        rig.with(bad);
        rig.ensure("bad");
        assertFalse(Thread.currentThread().equals(reader.get()));
        assertTrue(reader.get().isDaemon());
    }

    @Test
    void the_first_of_two_with_one_id_has_it_until_it_goes() {
        FakeBackend first = new FakeBackend("twin");
        FakeBackend second = new FakeBackend("twin");
        rig.with(first);
        rig.ensure("twin");
        rig.with(second);
        Rig.await(
                "the second to be refused", () -> rig.core.backends().settled().isDone());
        rig.ensure("twin");
        assertEquals(0, second.plans.get());
        rig.core.backends().remove(first);
        Rig.await("the heir", () -> rig.backends.find("twin").isPresent());
        assertFalse(rig.ensure("twin").reused());
        assertEquals(1, second.plans.get());
    }

    @Test
    void a_plan_that_throws_is_the_backends_failure() {
        bad.plan = spec -> {
            throw new IllegalStateException("bug in /secret/path");
        };
        rig.with(bad);
        Problem problem = rig.refusal(Rig.wish("bad"));
        assertEquals(ErrorCode.BACKEND_FAILED, problem.code());
        assertFalse(problem.detail().contains("/secret"));
    }

    @Test
    void a_plan_that_is_null_is_the_backends_failure() {
        bad.plan = spec -> null;
        rig.with(bad);
        assertEquals(ErrorCode.BACKEND_FAILED, rig.refusal(Rig.wish("bad")).code());
    }

    @Test
    void a_plan_that_hangs_is_cut_after_its_budget() {
        AtomicBoolean interrupted = new AtomicBoolean();
        bad.plan = spec -> {
            try {
                StartTest.hang();
            } catch (IllegalStateException e) {
                interrupted.set(true);
            }
            return null;
        };
        rig.with(bad);
        assertEquals(ErrorCode.BACKEND_FAILED, rig.refusal(Rig.wish("bad")).code());
        Rig.await("the interrupt", interrupted::get);
    }

    @Test
    void an_option_the_backend_refuses_is_named_by_its_place_in_the_request() {
        bad.plan = spec -> {
            throw new InferenceException(
                    Problem.ofField(ErrorCode.INVALID_VALUE, "ctx_size", "ctx_size must be positive"));
        };
        rig.with(bad);
        Problem problem = rig.refusal(Rig.wishOptions("bad", Map.of("ctx_size", -1)));
        assertEquals(ErrorCode.INVALID_VALUE, problem.code());
        assertEquals("request.target_preference.backend_options.ctx_size", problem.field());
    }

    @Test
    void equal_wishes_are_planned_once() {
        rig.with(bad);
        rig.ensure("bad");
        rig.ensure("bad");
        rig.ensure(Rig.wishOptions("bad", Map.of("ctx_size", 4)));
        assertEquals(2, bad.plans.get());
    }

    @Test
    void availability_that_throws_makes_the_backend_unavailable() {
        bad.availability = () -> {
            throw new IllegalStateException("bug");
        };
        rig.with(bad);
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, rig.refusal(Rig.wish("bad")).code());
        BackendSnapshot snapshot = rig.backends.find("bad").orElseThrow();
        assertEquals(BackendState.UNAVAILABLE, snapshot.state());
        assertEquals("it failed to say whether it is available", snapshot.detail());
    }

    @Test
    void an_engine_that_appears_later_is_noticed() {
        AtomicBoolean installed = new AtomicBoolean();
        bad.availability =
                () -> installed.get() ? Availability.available() : Availability.unavailable("nothing installed");
        rig.with(bad);
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, rig.refusal(Rig.wish("bad")).code());
        installed.set(true);
        rig.core.backends().all().forEach(Registration::look);
        Rig.await(
                "availability",
                () -> rig.backends
                        .find("bad")
                        .filter(b -> b.state() == BackendState.AVAILABLE)
                        .isPresent());
        rig.ensure("bad");
    }

    @Test
    void an_answer_that_came_too_late_is_asked_for_again() {
        AtomicBoolean slow = new AtomicBoolean(true);
        bad.availability = () -> {
            if (slow.getAndSet(false)) {
                assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            }
            return Availability.available();
        };
        rig.with(bad);
        Rig.await(
                "availability",
                () -> rig.backends
                        .find("bad")
                        .filter(b -> b.state() == BackendState.AVAILABLE)
                        .isPresent());
        rig.ensure("bad");
    }
}
