// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A backend as it should be, apart from its one defect. Attaches, or spawns a fake engine. */
final class SampleBackend implements Backend {
    private final Defect defect;
    private final boolean spawns;
    private final AtomicInteger planners = new AtomicInteger();

    SampleBackend(Defect defect, boolean spawns) {
        this.defect = defect;
        this.spawns = spawns;
    }

    @Override
    public BackendManifest manifest() {
        boolean spawned = spawns != (defect == Defect.D_2_8_STARTUP_KIND_NOT_DECLARED);
        List<ManagementMode> modes = new ArrayList<>();
        modes.add(spawned ? ManagementMode.RUNTIME_MANAGED : ManagementMode.EXTERNALLY_MANAGED);
        if (defect == Defect.D_1_4_MODE_WITHOUT_STARTUP_KIND) {
            modes.add(ManagementMode.PROVIDER_MANAGED);
        }
        return new BackendManifest(
                id(),
                "1",
                defect == Defect.D_1_3_CLAIMS_TO_BE_A_CLIENT ? RuntimeKind.CLIENT : RuntimeKind.SERVICE,
                modes,
                Set.of(spawned ? StartupKind.SPAWNED : StartupKind.ATTACH_EXISTING_SERVICE),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                options(),
                Map.of(),
                defect == Defect.D_1_1_MANIFEST_CHANGES ? Map.of("now", System.nanoTime()) : Map.of());
    }

    private String id() {
        return defect == Defect.D_1_2_ID_WITH_UNDERSCORE ? "Sample_1" : "sample";
    }

    private List<OptionDeclaration> options() {
        OptionDeclaration root = new OptionDeclaration("root_url", "string", false, null, "The server.");
        OptionDeclaration key = new OptionDeclaration("api_key", "string", false, null, "The key.");
        if (defect == Defect.D_1_5_OPTION_DECLARED_TWICE) {
            return List.of(root, key, key);
        }
        return defect == Defect.D_1_6_OPTION_NOT_DECLARED ? List.of(key) : List.of(root, key);
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        misbehave();
        URI root = root(spec);
        String key = spec.option("api_key").map(Object::toString).orElse(null);
        if (defect == Defect.D_2_1_PLAN_CALLS_THE_SERVER) {
            new SampleHttp(Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20, false)
                    .call("GET", root, "/health", null);
        }
        Timings timings = Timings.DEFAULT.withReadyWithin(Duration.ofSeconds(spawns && defect != Defect.NONE ? 2 : 30));
        EndpointKey endpoint = key(spec, root);
        if (spawns) {
            return new StartupPlan.Spawn(
                    endpoint,
                    spec.model(),
                    launch(spec),
                    timings,
                    launched -> new SampleDriver(
                            defect,
                            URI.create("http://127.0.0.1:" + launched.port()),
                            spec.model(),
                            launched.secret()));
        }
        return new StartupPlan.Attach(
                endpoint, spec.model(), timings, launched -> new SampleDriver(defect, root, spec.model(), key));
    }

    private EndpointKey key(InstanceSpec spec, URI root) {
        Map<String, Object> behaviour = new HashMap<>();
        behaviour.put("root_url", root);
        if (defect != Defect.D_2_3_MODEL_NOT_IN_KEY) {
            behaviour.put("model", spec.model());
        }
        if (defect == Defect.D_2_2_KEY_OF_THE_OBJECT) {
            behaviour.put("object", System.identityHashCode(this));
        }
        return EndpointKey.of(id(), behaviour);
    }

    private LaunchSpec launch(InstanceSpec spec) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String model = defect == Defect.D_5_4_LAUNCHES_SOMETHING_ELSE ? "another" : spec.model();
        List<String> command = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeEngine.class.getName(),
                "--port",
                LaunchSpec.PORT,
                "--model",
                model);
        return new LaunchSpec(command, null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
    }

    private URI root(InstanceSpec spec) {
        String text = spec.option("root_url").map(Object::toString).orElse("http://127.0.0.1:1");
        if (!text.startsWith("http://") && defect != Defect.D_2_5_BROKEN_WISH_ACCEPTED) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "request.target_preference.backend_options.root_url",
                    "root_url is not a URL; write http://host:port"));
        }
        return URI.create(text.startsWith("http://") ? text : "http://127.0.0.1:1");
    }

    private void misbehave() {
        if (defect == Defect.D_2_6_PLAN_STARTS_A_THREAD) {
            lingering();
        }
        if (defect == Defect.D_2_7_PLAN_FOR_ONE_THREAD_ONLY) {
            try {
                if (planners.incrementAndGet() > 1) {
                    throw new IllegalStateException("one after the other, please");
                }
                LockSupport.parkNanos(2_000_000);
            } finally {
                planners.decrementAndGet();
            }
        }
    }

    /** Starts a thread that stays for a while. */
    static void lingering() {
        Thread thread = new Thread(() -> LockSupport.parkNanos(5_000_000_000L), "lingering");
        thread.setDaemon(true);
        thread.start();
    }
}
