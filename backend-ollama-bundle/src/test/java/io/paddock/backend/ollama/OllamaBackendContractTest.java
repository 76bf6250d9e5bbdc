// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.testkit.BackendContract;
import io.paddock.testkit.FakeModelServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class OllamaBackendContractTest extends BackendContract {
    private static HttpCalls calls;

    @BeforeAll
    static void open() {
        calls = HttpCalls.open("contract", null);
    }

    @AfterAll
    static void close() {
        calls.close();
    }

    @Override
    protected Backend backend() {
        return new OllamaBackend(calls, OllamaSettings.read(new ConfigValues(Map.of()), Map.of()), "1.0.0");
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec(
                "ollama",
                target.model(),
                null,
                null,
                Map.of("root_url", target.url().toString()));
    }

    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec("ollama", "tiny", null, null, Map.of("root_url", "http://a b"));
    }
}
