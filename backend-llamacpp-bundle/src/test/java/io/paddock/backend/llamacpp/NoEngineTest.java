// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.spi.InstanceSpec;
import io.paddock.testmodel.TinyModel;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither natives nor a llama-server: what was searched where, and how to get one. */
class NoEngineTest {
    private static final String NATIVES = "And the worker cannot run either: there are no natives";

    @TempDir
    Path work;

    /** What the backend says about itself; a plan is refused with the same words, and neither names a folder. */
    private String unavailable(String llamaCppDir, String path) throws Exception {
        TinyModel.writer().write(work.resolve("tiny.gguf"));
        Settings settings = Settings.of(
                Configs.with(Map.of("models_folder", work.toString(), "default_model", "tiny")), work, null);
        WorkerFiles files = new WorkerFiles(new ServerContractTest.NoEngine(), Map.of());
        try (LlamaCppBackend backend = new LlamaCppBackend("1.0.0", settings, files, Searches.of(llamaCppDir, path))) {
            String detail = backend.availability().detail();
            InstanceSpec spec = new InstanceSpec("llamacpp", "tiny", null, null, Map.of());
            Problem problem = assertThrows(InferenceException.class, () -> backend.plan(spec))
                    .problem();

            assertFalse(backend.availability().usable());
            assertEquals(ErrorCode.ENGINE_UNAVAILABLE, problem.code());
            assertEquals(detail, problem.detail());
            assertFalse(detail.contains(work.toString()), detail);
            return detail;
        }
    }

    @Test
    void it_says_that_option_folder_path_and_natives_were_searched() throws Exception {
        String path = work.resolve("a") + File.pathSeparator + work.resolve("b");

        String detail = unavailable(null, path);

        assertTrue(
                detail.contains("searched: the option binary_path (not set), LLAMA_CPP_DIR (not set),"
                        + " the 2 folders of the PATH, the added engines (none)"),
                detail);
        assertTrue(detail.contains("Install llama.cpp") && detail.contains("paddock:engine-add"), detail);
        assertTrue(detail.endsWith(NATIVES), detail);
    }

    @Test
    void a_named_folder_without_one_says_which_of_its_folders_were_searched() throws Exception {
        String detail = unavailable(work.toString(), null);

        assertTrue(detail.contains("LLAMA_CPP_DIR names holds no llama-server; searched: it, bin, build/bin"), detail);
        assertTrue(detail.endsWith(NATIVES), detail);
    }
}
