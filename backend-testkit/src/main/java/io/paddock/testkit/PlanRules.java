// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendManifest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Chapter 2: how a backend plans. */
abstract class PlanRules extends ManifestRules {
    private static final String OPTIONS = "request.target_preference.backend_options.";

    @Test
    void rule_2_1_planning_calls_nobody() {
        freshBackend().plan(specFor(server()));
        assertEquals(List.of(), server().requests());
    }

    @Test
    void rule_2_2_equal_wishes_have_equal_keys_also_after_a_restart() {
        EndpointKey key = freshBackend().plan(specFor(server())).key();
        Backend restarted = freshBackend();
        assertEquals(key, restarted.plan(specFor(server())).key());
        assertEquals(key, restarted.plan(specFor(server())).key());
        assertEquals(restarted.manifest().backend(), key.backend());
    }

    @Test
    void rule_2_3_another_model_has_another_key() {
        needs(Trait.MANY_MODELS);
        Backend backend = freshBackend();
        InstanceSpec spec = specFor(server());
        InstanceSpec other = new InstanceSpec(
                spec.backend(), spec.model() + "-2", spec.startupKind(), spec.executionSurface(), spec.options());
        assertNotEquals(backend.plan(spec).key(), backend.plan(other).key());
    }

    @Test
    void rule_2_4_no_secret_in_key_arguments_or_text() {
        Backend backend = freshBackendWithKey(KEY);
        InstanceSpec spec = specWithKey(server(), KEY);
        if (lacks().contains(Trait.API_KEY)) {
            backend.manifest().options().forEach(option -> assertNotEquals("api_key", option.name()));
            return;
        }
        StartupPlan plan = backend.plan(spec);
        String arguments = plan.fold(spawn -> String.join(" ", spawn.launch().command()), embed -> "", attach -> "");
        String text = backend + " " + backend.manifest() + " " + plan + " "
                + plan.key().digest() + " " + plan.driver() + " " + open(plan) + " " + arguments;
        assertFalse(text.contains(KEY), text);
    }

    @Test
    void rule_2_5_a_broken_wish_is_refused_by_its_option_and_calls_nobody() {
        Backend backend = freshBackend();
        InferenceException refused = assertThrows(InferenceException.class, () -> backend.plan(brokenSpec()));
        assertEquals(ErrorCode.INVALID_VALUE, refused.code());
        assertTrue(String.valueOf(refused.problem().field()).startsWith(OPTIONS), refused::toString);
        assertEquals(List.of(), server().requests());
    }

    @Test
    void rule_2_6_planning_starts_no_thread() throws Exception {
        Backend backend = freshBackend();
        ThreadGroup group = new ThreadGroup("planning");
        assertEquals(List.of(), startedThreads(group, () -> backend.plan(specFor(server()))));
    }

    @Test
    void rule_2_7_planning_is_safe_from_many_threads() throws Exception {
        Backend backend = freshBackend();
        InstanceSpec spec = specFor(server());
        EndpointKey key = backend.plan(spec).key();
        ExecutorService planners = Executors.newFixedThreadPool(32);
        try {
            List<Future<EndpointKey>> keys = new ArrayList<>();
            for (int i = 0; i < 32 * 8; i++) {
                keys.add(planners.submit(() -> backend.plan(spec).key()));
            }
            for (Future<EndpointKey> planned : keys) {
                assertEquals(key, planned.get(10, TimeUnit.SECONDS));
            }
        } finally {
            planners.shutdownNow();
        }
    }

    @Test
    void rule_2_8_the_plan_keeps_to_the_manifest() {
        Backend backend = freshBackend();
        BackendManifest manifest = backend.manifest();
        StartupPlan plan = backend.plan(specFor(server()));
        assertTrue(manifest.startupKinds().contains(plan.startupKind()), () -> "undeclared: " + plan.startupKind());
        assertTrue(manifest.managementModes().contains(plan.managementMode()), () -> "undeclared: " + plan);
        boolean placed = plan.fold(
                spawn -> manifest.supportedSurfaces().contains(spawn.launch().surface()),
                embed -> true,
                attach -> true);
        assertTrue(placed, "the process is placed where the manifest does not say");
    }

    /** The threads that {@code work} leaves running: new threads belong to the group of the one that makes them. */
    static List<String> startedThreads(ThreadGroup group, Runnable work) throws InterruptedException {
        List<String> left = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        Thread worker = new Thread(group, () -> {
            work.run();
            Thread[] threads = new Thread[group.activeCount() + 64];
            int count = group.enumerate(threads);
            for (int i = 0; i < count; i++) {
                if (threads[i] != Thread.currentThread()) {
                    left.add(threads[i].getName());
                }
            }
        });
        worker.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        worker.start();
        worker.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(worker.isAlive(), "the work did not end");
        if (!failures.isEmpty()) {
            throw new AssertionError("the work failed", failures.get(0));
        }
        return left;
    }
}
