// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Timings;
import io.paddock.testkit.BackendContract;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Trait;
import io.paddock.testmodel.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The backend contract; its last rule runs a real worker with a small random model. */
class LlamaCppContractTest extends BackendContract {
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
        LlamaCppOptions options = LlamaCppOptions.defaults().with(Map.of("engine", "worker"));
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
        return Set.of(Trait.API_KEY); // the kernel makes it
    }

    /** A worker proves that it got the kernel's secret; who cannot is another process, whatever it serves. */
    @Override
    protected void prepare(FakeModelServer target) {
        String proof = proof("paddock-worker:" + target.port());
        target.says("/health", mood -> switch (mood) {
            case READY, BIG_BODY -> "{\"status\":\"ok\",\"proof\":\"" + proof + "\"}";
            case LOADING -> "{\"status\":\"loading\",\"progress\":1,\"proof\":\"" + proof + "\"}";
            default -> null;
        });
    }

    private static String proof(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(launchSecret().getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
