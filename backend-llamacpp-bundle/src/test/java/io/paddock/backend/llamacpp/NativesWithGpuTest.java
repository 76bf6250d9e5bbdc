// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.backend.llamacpp.engine.NativeSet;
import io.paddock.backend.llamacpp.engine.Placement;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import io.paddock.testmodel.TinyModel;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesWithGpuTest {
    @TempDir
    Path work;

    private String layers(List<String> devices, Map<String, Object> options) {
        OneEngine files = new OneEngine() {
            @Override
            public List<NativeSet> natives() {
                return List.of(new NativeSet("here", true, devices, "b4916", "a test"));
            }

            @Override
            public Placement engine() {
                return Placement.at(work.resolve("engine"), "e".repeat(64));
            }

            @Override
            public Placement place(Map<String, URL> jars) {
                return Placement.at(work.resolve("worker"), "f".repeat(64));
            }
        };
        Settings settings = new Settings(work, List.of(), "tiny", LlamaCppOptions.defaults(), Timings.DEFAULT, null);
        try (LlamaCppBackend backend =
                new LlamaCppBackend("1.0.0", settings, new WorkerFiles(files, Map.of()), Searches.none())) {
            StartupPlan plan = backend.plan(new InstanceSpec("llamacpp", "tiny", null, null, options));
            List<String> command =
                    plan.fold(spawn -> spawn.launch().command(), embed -> List.of(), attach -> List.of());
            return command.get(command.indexOf("--gpu-layers") + 1);
        }
    }

    @Test
    void natives_with_a_gpu_put_every_layer_there_unless_a_number_says_otherwise() throws Exception {
        TinyModel.writer().write(work.resolve("tiny.gguf"));

        assertEquals("9999", layers(List.of("cpu", "cuda"), Map.of()));
        assertEquals("9999", layers(List.of("cpu", "metal"), Map.of("gpu_layers", "all")));
        assertEquals("3", layers(List.of("cpu", "cuda"), Map.of("gpu_layers", 3)));
        assertEquals("0", layers(List.of("cpu"), Map.of()));
    }
}
