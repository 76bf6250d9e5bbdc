// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.backend.llamacpp.engine.Placement;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Timings;
import io.paddock.testkit.BackendContract;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testmodel.TinyModel;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The backend contract for llama-server; its last rule runs a real one with a small random model. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "without a real llama-server, a shell script answers for one")
class ServerContractTest extends BackendContract {
    @TempDir
    private static Path folder;

    private static Path program;

    @BeforeAll
    static void prepare() throws Exception {
        for (String name : List.of("tiny.gguf", "tiny-2.gguf")) {
            TinyModel.writer().write(folder.resolve(name));
        }
        program = RealServer.program().isPresent()
                ? RealServer.program().orElseThrow()
                : Programs.answering(folder.resolve("llama-server"));
    }

    @Override
    protected Backend backend() {
        LlamaCppOptions options =
                LlamaCppOptions.defaults().with(Map.of("engine", "llama-server", "binary_path", program.toString()));
        Settings settings = new Settings(folder, List.of(), "tiny", options, Timings.DEFAULT, null);
        return new LlamaCppBackend("1.0.0", settings, new WorkerFiles(new NoEngine(), Map.of()), Searches.none());
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec("llamacpp", target.model(), null, null, Map.of());
    }

    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec("llamacpp", "tiny", null, null, Map.of("api_prefix", "a b"));
    }

    /** A llama-server wants the kernel's key on every route but its health; who does not is another process. */
    @Override
    protected void prepare(FakeModelServer target) {
        target.requireKey(launchSecret());
    }

    @Override
    protected String cannotLaunchBecause() {
        return RealServer.reason();
    }

    /** The worker cannot run, and nobody takes it. */
    static final class NoEngine implements OneEngine {
        @Override
        public Placement engine() {
            return Placement.missing("there are no natives");
        }

        @Override
        public Placement place(Map<String, URL> jars) {
            return Placement.missing("there are no natives");
        }
    }
}
