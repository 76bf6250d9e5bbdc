// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations for tests: the defaults, with some values replaced. */
final class Configs {
    private Configs() {}

    static Config with(Map<String, Object> values) {
        return (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
