// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Starts the engine that a header of its own bundle names; it has that bundle's version. */
public final class FakeEngineBackend implements Backend, ModelSource {
    /** Its id, and the model that it serves. */
    static final String ID = "fake";

    /** The header: words of the command, apart from the port, with bars between them. */
    static final String COMMAND = "Fake-Command";

    /** The header of one that leaves a thread behind. */
    static final String STAYS = "Fake-Stays";

    private final Bundle bundle = FrameworkUtil.getBundle(FakeEngineBackend.class);

    /** Called by Declarative Services. */
    public FakeEngineBackend() {
        if (bundle.getHeaders().get(STAYS) != null) {
            Thread thread = new Thread(() -> LockSupport.park(this), "stays");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public BackendManifest manifest() {
        return new BackendManifest(
                ID,
                bundle.getVersion().toString(),
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED),
                Set.of(StartupKind.SPAWNED),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                List.of(),
                Map.of(),
                Map.of());
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        return List.of(new ModelListing(ID, ID, null, null, Map.of(), Map.of()));
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        List<String> command =
                new ArrayList<>(List.of(bundle.getHeaders().get(COMMAND).split("\\|", -1)));
        int port = command.indexOf("--port") + 1;
        command.add(port, LaunchSpec.PORT);
        return new StartupPlan.Spawn(
                EndpointKey.of(ID, Map.of("model", ID)),
                ID,
                new LaunchSpec(command, null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS),
                Timings.DEFAULT,
                launched -> new FakeEngineDriver(URI.create("http://127.0.0.1:" + launched.port())));
    }
}
