// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Configurations in memory; only what is used of them. */
final class FakeConfigurations {
    final Map<String, Map<String, Object>> all = new TreeMap<>();

    ConfigurationAdmin admin() {
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConfigurationAdmin.class}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getConfiguration" -> one((String) arguments[0]);
                        case "listConfigurations" -> found(FrameworkUtil.createFilter((String) arguments[0]));
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private Configuration[] found(Filter filter) {
        Configuration[] found = all.entrySet().stream()
                .filter(one -> filter.matches(with(one.getKey(), one.getValue())))
                .map(one -> one(one.getKey()))
                .toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    private static Map<String, Object> with(String pid, Map<String, Object> values) {
        Map<String, Object> with = new TreeMap<>(values);
        with.put("service.pid", pid);
        return with;
    }

    private Configuration one(String pid) {
        return (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configuration.class}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getPid" -> pid;
                        case "getProperties" -> FrameworkUtil.asDictionary(with(pid, all.get(pid)));
                        case "update" -> all.put(pid, read((Dictionary<?, ?>) arguments[0]));
                        case "delete" -> all.remove(pid);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static Map<String, Object> read(Dictionary<?, ?> values) {
        Map<String, Object> read = new TreeMap<>();
        Collections.list(values.keys()).forEach(key -> read.put((String) key, values.get(key)));
        return read;
    }
}
