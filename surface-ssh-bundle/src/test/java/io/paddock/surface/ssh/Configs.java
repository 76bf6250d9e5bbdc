// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations with the defaults of the annotation. */
final class Configs {
    private Configs() {}

    static Config of(Map<String, Object> values) {
        InvocationHandler answers =
                (proxy, method, none) -> values.getOrDefault(method.getName(), method.getDefaultValue());
        return (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, answers);
    }

    static Config of(String user, int port, String identity, String knownHosts) {
        return of(Map.of(
                "name",
                "here",
                "host",
                "127.0.0.1",
                "port",
                port,
                "user",
                user,
                "identity__file",
                identity,
                "known__hosts",
                knownHosts,
                "connect__timeout__ms",
                20_000));
    }
}
