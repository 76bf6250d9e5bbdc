// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Timings;
import io.paddock.testkit.EmbeddedContract;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Trait;
import io.paddock.testmodel.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The backend contract for the engine inside this JVM. */
class InProcessContractTest extends EmbeddedContract {
    @TempDir
    private static Path folder;

    private static WorkerFiles files;

    @BeforeAll
    static void writeModelsAndEngine() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        for (String name : List.of("tiny.gguf", "tiny-2.gguf")) {
            TinyModel.writer().write(models.resolve(name));
        }
        files = PlainFolders.files(folder.resolve("engine"));
    }

    @Override
    protected Backend backend() {
        LlamaCppOptions options = LlamaCppOptions.defaults().with(Map.of("engine", "in-process", "threads", 1));
        Settings settings = new Settings(folder.resolve("models"), List.of(), "tiny", options, Timings.DEFAULT, null);
        return new LlamaCppBackend("1.0.0", settings, files, new ServerSearch(null, null));
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec("llamacpp", target.model(), null, null, Map.of());
    }

    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec("llamacpp", "tiny", null, null, Map.of("ctx_size", -1));
    }

    @Override
    protected Set<Trait> lacks() {
        return Set.of(Trait.API_KEY); // the driver makes its own
    }
}
