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
                (proxy, method, arguments) -> values.getOrDefault(key(method.getName()), method.getDefaultValue()));
    }

    /** The key of a method, as declarative services derives it: two underscores are one, one is a dot. */
    static String key(String method) {
        return method.replace("__", "\0").replace('_', '.').replace('\0', '_');
    }
}
