// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.InferenceException;
import io.paddock.api.StartupKind;
import io.paddock.spi.InstanceSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartupWishTest {
    private static LlamaCppOptions kept(String configured, StartupKind kind, Map<String, Object> options) {
        LlamaCppOptions base = LlamaCppOptions.defaults().with(Map.of("engine", configured));
        return StartupWish.kept(
                new InstanceSpec("llamacpp", "tiny", kind, null, options), configured, base.with(options));
    }

    @ParameterizedTest
    @CsvSource({"in-process,,in-process", "in-process,EMBEDDED,in-process", "in-process,SPAWNED,worker", "auto,,auto"})
    void a_startup_kind_and_the_configuration_lead_to_an_engine(String configured, StartupKind kind, String engine) {
        assertEquals(engine, kept(configured, kind, Map.of()).engine());
    }

    @Test
    void a_request_may_leave_the_runtime_s_own_process() {
        assertEquals(
                "worker", kept("in-process", null, Map.of("engine", "worker")).engine());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "worker", "llama-server"})
    void only_the_configuration_lets_an_engine_into_the_runtime(String configured) {
        InferenceException option =
                assertThrows(InferenceException.class, () -> kept(configured, null, Map.of("engine", "in-process")));
        InferenceException kind =
                assertThrows(InferenceException.class, () -> kept(configured, StartupKind.EMBEDDED, Map.of()));

        assertEquals(
                "request.target_preference.backend_options.engine",
                option.problem().field());
        assertEquals("request.target_preference.startup_kind", kind.problem().field());
        assertTrue(kind.getMessage().contains("engine=in-process"), kind.getMessage());
    }

    @Test
    void a_kind_and_an_engine_that_exclude_each_other_are_refused() {
        assertThrows(
                InferenceException.class,
                () -> kept("in-process", StartupKind.SPAWNED, Map.of("engine", "in-process")));
        assertThrows(
                InferenceException.class, () -> kept("in-process", StartupKind.EMBEDDED, Map.of("engine", "worker")));
    }
}
