// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.Repository;

/** Karaf's features without any feature; fails where it is told to. */
final class FakeKaraf {
    final List<URI> repositories = new CopyOnWriteArrayList<>();
    final Map<String, Exception> failing = new ConcurrentHashMap<>();

    FeaturesService service() {
        return (FeaturesService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FeaturesService.class}, (self, method, arguments) -> {
                    if (failing.containsKey(method.getName())) {
                        throw failing.get(method.getName());
                    }
                    return switch (method.getName()) {
                        case "listInstalledFeatures", "listRequiredFeatures", "listFeatures" -> new Feature[0];
                        case "listRepositories" ->
                            repositories.stream().map(FakeKaraf::repository).toArray(Repository[]::new);
                        case "addRepository" -> {
                            repositories.add((URI) arguments[0]);
                            yield null;
                        }
                        case "removeRepository" -> {
                            repositories.remove((URI) arguments[0]);
                            yield null;
                        }
                        case "installFeatures", "uninstallFeature" -> null;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static Repository repository(URI uri) {
        return (Repository) Proxy.newProxyInstance(
                FakeKaraf.class.getClassLoader(), new Class<?>[] {Repository.class}, (self, method, arguments) -> {
                    if (method.getName().equals("getURI")) {
                        return uri;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
