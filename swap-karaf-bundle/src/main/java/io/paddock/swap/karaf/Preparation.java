// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SwapConfiguration;
import io.paddock.spi.revision.RevisionChange;
import io.paddock.spi.revision.RevisionChange.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a revision can be installed beside the one that serves, and how. Blocks. */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final int USUAL_START_LEVEL = 80;

    /** What shall be replaced, and what shall be another way then. */
    private record Replacing(String backend, Bundle old, Optional<Feature> bringing, SwapConfiguration wanted) {}

    private final Features features;
    private final Ledger ledger;
    private final Endings endings;
    private final BundleContext context;

    Preparation(Features features, Ledger ledger, Endings endings, BundleContext context) {
        this.features = features;
        this.ledger = ledger;
        this.endings = endings;
        this.context = context;
    }

    RevisionChange prepare(String backend, long bundleId, String written, SwapConfiguration wanted) {
        Bundle old = context.getBundle(bundleId);
        if (old == null) {
            throw refused("the bundle of backend '" + backend + "' is not known; update it in place");
        }
        if (DeployFolder.of(context).holds(old.getLocation())) {
            throw refused("backend '" + backend
                    + "' comes from a jar in deploy/, which would come back; put the new jar in its place there");
        }
        Source source = written == null ? null : Source.of(written);
        try {
            Optional<Feature> bringing = features.bringing(old.getLocation());
            bringing.ifPresent(feature -> checkKnown(old, feature));
            Replacing replacing = new Replacing(backend, old, bringing, wanted);
            if (source == null) {
                return ofServing(replacing);
            }
            return source.feature() == null ? ofBundle(replacing, source) : ofFeature(replacing, source);
        } catch (IOException | Features.Failure e) {
            LOG.warn("a revision of backend '{}' cannot be read from {}", backend, written, e);
            throw refused("the source cannot be read; the log says why");
        }
    }

    /** Karaf misses the version that its feature brings then, and would take the bundle that serves to install the new one. */
    private static void checkKnown(Bundle old, Feature feature) {
        BundleHead known;
        try {
            known = head(old.getLocation());
        } catch (IOException | InferenceException e) {
            LOG.debug("{} cannot be read again from where it came", old, e);
            return;
        }
        if (!known.version().equals(old.getVersion())) {
            throw refused(
                    old.getSymbolicName() + " " + old.getVersion() + " came in place, and feature " + feature.getId()
                            + " brings " + known.version() + ": go on in place, or update it to that one first");
        }
    }

    /** The same code, which is configured in another way. */
    private RevisionChange ofServing(Replacing replacing) {
        Bundle old = replacing.old();
        endings.tailor().check(old, replacing.wanted());
        String name = old.getSymbolicName();
        Version version = Requalified.next(old.getVersion(), taken -> isInstalled(new BundleHead(name, taken)));
        BundleHead head = new BundleHead(name, version);
        return new BundleChange(
                plan(replacing, head, null, null),
                file -> Requalified.write(Requalified.contents(old), version, file),
                this);
    }

    private RevisionChange ofBundle(Replacing replacing, Source source) throws IOException {
        BundleHead head = head(source.uri().toString());
        check(replacing.old(), head);
        return new BundleChange(plan(replacing, head, null, null), file -> copy(source.uri(), file), this);
    }

    private static void copy(URI from, Path to) throws IOException {
        try (InputStream bytes = Bytes.of(from.toString())) {
            Files.copy(bytes, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** @param feature that brings it, in its features file; both null when one is made of it: a look writes nothing */
    private FeatureChange.Plan plan(Replacing replacing, BundleHead head, Feature feature, URI repository) {
        Bundle old = replacing.old();
        Tailor.Fit fit = endings.tailor().fit(old, head, replacing.wanted());
        Change change = new Change(
                replacing.backend(),
                feature == null ? featureName(replacing.backend()) + "/" + head.version() : feature.getId(),
                repository == null ? "" : repository.toString(),
                came(repository),
                replacing.bringing().map(Feature::getId).orElse(null),
                replacing.bringing().map(Feature::getRepositoryUrl).orElse(null),
                old.getLocation(),
                fit.pid(),
                fit.old(),
                false);
        Names names = new Names(old.getSymbolicName() + " " + old.getVersion(), head + fit.words());
        return new FeatureChange.Plan(names, head, change, fit.overlay());
    }

    private Change.Came came(URI repository) {
        if (repository == null) {
            return Change.Came.MADE;
        }
        return features.knows(repository) ? Change.Came.KNOWN : Change.Came.ADDED;
    }

    /** Keeps the bundle and makes a feature of it; what is returned installs that. */
    FeatureChange keep(FeatureChange.Plan plan, Ledger.Content content) {
        endings.endEarlier(plan.change().backend()); // before: it may drop what is kept under the same names
        try {
            URI kept = ledger.keepBundle(plan.head(), content);
            Optional<Feature> bringing = features.bringing(plan.change().oldBundle());
            FeatureText text = feature(plan, bringing, kept);
            return new FeatureChange(plan.in(ledger.keepFeature(text).toString()), endings, context);
        } catch (IOException | UncheckedIOException | Features.Failure e) {
            LOG.warn("{} cannot be kept", plan.names().to(), e);
            throw refused("the source cannot be read or kept; the log says why");
        }
    }

    private static FeatureText feature(FeatureChange.Plan wanted, Optional<Feature> bringing, URI kept) {
        String old = wanted.change().oldBundle();
        FeatureText.Part backend = bringing.flatMap(feature -> Features.bundle(feature, old))
                .map(Preparation::part)
                .orElse(new FeatureText.Part(old, USUAL_START_LEVEL, true, false))
                .at(kept);
        List<FeatureText.Part> others = bringing.stream()
                .flatMap(feature -> feature.getBundles().stream())
                .filter(bundle -> !bundle.getLocation().equals(old))
                .map(Preparation::part)
                .toList();
        List<FeatureText.Needed> needed = bringing.stream()
                .flatMap(feature -> feature.getDependencies().stream())
                .map(one -> new FeatureText.Needed(
                        one.getName(), one.hasVersion() ? one.getVersion() : null, one.isDependency()))
                .toList();
        return new FeatureText(
                featureName(wanted.change().backend()), wanted.head().version().toString(), needed, others, backend);
    }

    private static FeatureText.Part part(BundleInfo bundle) {
        return new FeatureText.Part(
                bundle.getLocation(), bundle.getStartLevel(), bundle.isStart(), bundle.isDependency());
    }

    private RevisionChange ofFeature(Replacing replacing, Source source) throws IOException {
        Feature feature = features.read(source.uri(), source.feature())
                .orElseThrow(() -> refused("the features file has no feature '" + source.feature() + "'"));
        BundleHead head = headIn(feature, replacing.old());
        check(replacing.old(), head);
        checkNatives(source.uri(), feature);
        return new FeatureChange(plan(replacing, head, feature, source.uri()), endings, context);
    }

    private static BundleHead headIn(Feature feature, Bundle old) throws IOException {
        for (BundleInfo bundle : feature.getBundles()) {
            BundleHead head = head(bundle.getLocation());
            if (head.name().equals(old.getSymbolicName())) {
                return head;
            }
        }
        throw refused("the feature has no bundle '" + old.getSymbolicName() + "'");
    }

    private static BundleHead head(String location) throws IOException {
        try (InputStream bytes = Bytes.of(location)) {
            return BundleHead.read(bytes);
        }
    }

    private void check(Bundle old, BundleHead head) {
        if (!head.name().equals(old.getSymbolicName())) {
            throw refused("it is " + head + ", and the backend is brought by " + old.getSymbolicName());
        }
        if (isInstalled(head)) {
            throw new InferenceException(
                    ErrorCode.SAME_REVISION,
                    head + " is installed already; give the new one another version, or update the old one in place: "
                            + "bundle:update " + old.getBundleId() + " URL");
        }
        Pinned.now().check(head);
    }

    private boolean isInstalled(BundleHead head) {
        return Arrays.stream(context.getBundles())
                .anyMatch(bundle -> head.name().equals(bundle.getSymbolicName())
                        && head.version().equals(bundle.getVersion()));
    }

    /** What a feature brings beside the backend may have native code too. */
    private void checkNatives(URI repository, Feature feature) throws IOException {
        Pinned pinned = Pinned.now();
        if (pinned.names().isEmpty()) {
            return; // else each bundle is looked into
        }
        for (String location : features.locations(repository, feature)) {
            BundleHead head = context.getBundle(location) == null ? head(location) : null;
            if (head != null && !isInstalled(head)) {
                pinned.check(head);
            }
        }
    }

    private static String featureName(String backend) {
        return "paddock-revision-" + backend;
    }

    private static InferenceException refused(String words) {
        return new InferenceException(ErrorCode.REVISION_REFUSED, words);
    }
}
