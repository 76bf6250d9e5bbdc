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

/** Karaf's features by their ids alone; fails where it is told to. */
final class FakeKaraf {
    final List<String> required = new CopyOnWriteArrayList<>();
    final List<URI> repositories = new CopyOnWriteArrayList<>();
    final Map<String, Exception> failing = new ConcurrentHashMap<>();

    FeaturesService service() {
        return (FeaturesService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FeaturesService.class}, (self, method, arguments) -> {
                    if (failing.containsKey(method.getName())) {
                        throw failing.get(method.getName());
                    }
                    return switch (method.getName()) {
                        case "listInstalledFeatures", "listFeatures" -> new Feature[0];
                        case "listRequiredFeatures" ->
                            required.stream().map(FakeKaraf::feature).toArray(Feature[]::new);
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
                        case "installFeatures" -> null;
                        case "uninstallFeature" -> {
                            required.remove(arguments[0] + "/" + arguments[1]);
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static Repository repository(URI uri) {
        return knowing(Repository.class, "getURI", uri);
    }

    private static Feature feature(String id) {
        return knowing(Feature.class, "getId", id);
    }

    private static <T> T knowing(Class<T> type, String what, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                FakeKaraf.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals(what)) {
                        return answer;
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
