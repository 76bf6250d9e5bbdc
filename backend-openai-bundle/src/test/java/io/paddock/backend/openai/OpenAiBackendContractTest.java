// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.testkit.BackendContract;
import io.paddock.testkit.FakeModelServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class OpenAiBackendContractTest extends BackendContract {
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
        return backendWithKey("");
    }

    @Override
    protected Backend backendWithKey(String key) {
        Map<String, Object> configuration =
                new HashMap<>(Map.of("id", "sample", "base_url", server().url().toString()));
        if (!key.isEmpty()) {
            configuration.put("api_key_env", "KEY");
        }
        return new OpenAiBackend(
                calls, OpenAiSettings.read(new ConfigValues(configuration), Map.of("KEY", key)), "1.0.0");
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec("sample", target.model(), null, null, Map.of());
    }

    @Override
    protected InstanceSpec specWithKey(FakeModelServer target, String key) {
        return specFor(target);
    }

    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec("sample", "tiny", null, null, Map.of("base_url", "http://elsewhere"));
    }
}
