// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.apache.karaf.features.Repository;

/**
 * Karaf's features as swaps use them: no other bundle is refreshed, and what is installed does not run. Blocks; fails with
 * {@link Failure}.
 */
final class Features {
    /** Karaf said no. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String words, Exception cause) {
            super(words, cause);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws Exception;
    }

    private final FeaturesService karaf;

    Features(FeaturesService karaf) {
        this.karaf = karaf;
    }

    /** The installed feature that brings that bundle, if any: the one with the fewest bundles. */
    Optional<Feature> bringing(String location) {
        return run(() -> Arrays.stream(karaf.listInstalledFeatures())
                .filter(feature -> bundle(feature, location).isPresent())
                .min((one, other) -> Integer.compare(
                        one.getBundles().size(), other.getBundles().size())));
    }

    static Optional<BundleInfo> bundle(Feature feature, String location) {
        return feature.getBundles().stream()
                .filter(bundle -> bundle.getLocation().equals(location))
                .findFirst();
    }

    /** A feature in a features file, which is only read. */
    Optional<Feature> read(URI repository, String name) {
        return run(() -> {
            Repository read = karaf.createRepository(repository);
            return Arrays.stream(read.getFeatures())
                    .filter(feature -> feature.getName().equals(name))
                    .findFirst();
        });
    }

    /** Locations of all bundles that a feature in a features file brings, itself or by what it needs; the file is only read. */
    List<String> locations(URI repository, Feature feature) {
        return run(() -> {
            List<Feature> known =
                    new ArrayList<>(List.of(karaf.createRepository(repository).getFeatures()));
            known.addAll(List.of(karaf.listFeatures()));
            Set<String> names = new LinkedHashSet<>();
            Set<String> locations = new LinkedHashSet<>();
            Deque<Feature> open = new ArrayDeque<>(List.of(feature));
            while (!open.isEmpty()) {
                Feature one = open.remove();
                one.getBundles().forEach(bundle -> locations.add(bundle.getLocation()));
                one.getDependencies().stream()
                        .map(Dependency::getName)
                        .filter(names::add)
                        .flatMap(name -> known.stream()
                                .filter(other -> other.getName().equals(name))
                                .limit(1))
                        .forEach(open::add);
            }
            return List.copyOf(locations);
        });
    }

    /** Installs a feature; its new bundles resolve and do not run. */
    void install(URI repository, String id) {
        run(() -> {
            karaf.addRepository(repository);
            karaf.installFeatures(Set.of(id), EnumSet.of(Option.NoAutoRefreshBundles, Option.NoAutoStartBundles));
            return null;
        });
    }

    /** Uninstalls a feature, if it is installed. */
    void uninstall(String id) {
        run(() -> {
            String[] nameAndVersion = id.split("/", 2);
            boolean there = Arrays.stream(karaf.listRequiredFeatures())
                    .anyMatch(one -> one.getId().equals(id));
            if (there) {
                karaf.uninstallFeature(nameAndVersion[0], nameAndVersion[1], EnumSet.of(Option.NoAutoRefreshBundles));
            }
            return null;
        });
    }

    /** Fails when the others need what that feature brings; nothing is changed. */
    void checkWithout(String id) {
        run(() -> {
            String[] nameAndVersion = id.split("/", 2);
            karaf.uninstallFeature(
                    nameAndVersion[0], nameAndVersion[1], EnumSet.of(Option.Simulate, Option.NoAutoRefreshBundles));
            return null;
        });
    }

    /** Whether somebody added that features file. */
    boolean knows(URI repository) {
        return run(() -> Arrays.stream(karaf.listRepositories())
                .anyMatch(one -> one.getURI().equals(repository)));
    }

    void forget(URI repository) {
        run(() -> {
            karaf.removeRepository(repository, false);
            return null;
        });
    }

    /** Ids of the features that somebody asked for. */
    List<String> required() {
        return run(() ->
                Arrays.stream(karaf.listRequiredFeatures()).map(Feature::getId).toList());
    }

    private static <T> T run(Work<T> work) {
        try {
            return work.run();
        } catch (Exception e) { // that is what the service declares
            throw new Failure(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }
}
