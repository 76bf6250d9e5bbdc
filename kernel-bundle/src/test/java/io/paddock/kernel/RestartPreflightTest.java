// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.api.SurfaceKind;
import io.paddock.kernel.instance.RestartPolicy;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.StartupPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that crashes is looked at before it is started again, as before its first start. */
class RestartPreflightTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_model_file_that_is_gone_when_its_engine_crashed_is_what_the_lease_is_told() throws Exception {
        rig.limits = rig.limits.withRestarts(new RestartPolicy(
                Duration.ofMillis(20), Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Duration.ofSeconds(3)));
        Path model = Files.writeString(folder.resolve("m.gguf"), "GGUF");
        LaunchSpec launch = new LaunchSpec(
                List.of("sh", "-c", "exec sleep 60"),
                null,
                Map.of(),
                Set.of(),
                SurfaceKind.LOCAL_SUBPROCESS,
                "",
                List.of(model.toString()),
                0);
        fake.plan = spec ->
                new StartupPlan.Spawn(fake.key(spec), FakeBackend.model(spec), launch, fake.timings, fake.source());
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");

        Files.delete(model);
        ProcessHandle.of(rig.snapshot(first.instanceId()).pid()).orElseThrow().destroyForcibly();

        String lease = first.lease().leaseRef();
        Rig.await(
                "the end of the lease",
                () -> rig.endpoints.lease(lease).orElseThrow().state() == LeaseState.REVOKED);
        Problem cause = rig.endpoints.lease(lease).orElseThrow().cause();
        assertEquals(ErrorCode.CRASH_LOOP, cause.code());
        assertTrue(cause.detail().contains("the model file is gone"), cause.detail());
        assertFalse(cause.detail().contains(folder.toString()), cause.detail());
        assertEquals(1, fake.drivers.size(), "nothing was started in vain");
    }
}
