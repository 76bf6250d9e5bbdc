// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;

/** A framework with the bundles that it is told of; notes how they are started. Some cannot be uninstalled. */
final class FakeContext {
    final List<Integer> starts = new CopyOnWriteArrayList<>();
    final List<Bundle> bundles = new CopyOnWriteArrayList<>();
    final Set<String> stuck = new CopyOnWriteArraySet<>(); // locations
    private final String base;

    /** @param base what {@code karaf.base} says */
    FakeContext(String base) {
        this.base = base;
    }

    Bundle with(String name, String version, String location) {
        Bundle bundle = fake(Bundle.class, (self, method, arguments) -> switch (method.getName()) {
            case "getSymbolicName" -> name;
            case "getVersion" -> Version.parseVersion(version);
            case "getLocation" -> location;
            case "getState" -> Bundle.RESOLVED;
            case "getBundleId" -> 7L;
            case "start" -> {
                starts.add(arguments == null ? 0 : (int) arguments[0]);
                yield null;
            }
            case "uninstall" -> {
                if (stuck.contains(location)) {
                    throw new BundleException("not now");
                }
                bundles.removeIf(one -> one.getLocation().equals(location));
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
        bundles.add(bundle);
        return bundle;
    }

    BundleContext context() {
        return fake(BundleContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getProperty" ->
                Map.of("karaf.base", base, "karaf.data", base + "/data").get(arguments[0]);
            case "getBundles" -> bundles.toArray(Bundle[]::new);
            case "getBundle" -> bundles.get(0);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
