// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.Backends;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Swap;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTerms;
import io.paddock.api.Swaps;
import io.paddock.itests.swap.RevisedJar;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.Repository;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What is swapped in is a feature: Karaf keeps it, whatever else is installed. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwapFeatureIT {
    private static final String BACKEND = "llamacpp";
    private static final String NAME = "io.paddock.backend.llamacpp";

    @Inject
    private BundleContext context;

    @Inject
    private BootFinished unusedBooted; // before the others: services come and go until all features are there

    @Inject
    private FeaturesService features;

    @Inject
    private Backends backends;

    @Inject
    private Swaps swaps;

    @Configuration
    public Option[] configuration() {
        return Container.distribution();
    }

    private Swap swap(String source) throws Exception {
        SwapTerms terms = SwapTerms.DEFAULT.withProbation(Duration.ZERO);
        Swap begun = swaps.start(new SwapRequest(BACKEND, source, terms)).get(60, TimeUnit.SECONDS);
        Swap ended = swaps.ended(begun.swapId()).get(120, TimeUnit.SECONDS);
        assertEquals(String.valueOf(ended.cause()), SwapState.SWITCHED, ended.state());
        return ended;
    }

    private ErrorCode refusal(String source) throws Exception {
        try {
            throw new AssertionError("it was begun: "
                    + swaps.start(new SwapRequest(BACKEND, source, SwapTerms.DEFAULT))
                            .get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return ((InferenceException) e.getCause()).code();
        }
    }

    private List<String> versions() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> NAME.equals(bundle.getSymbolicName()))
                .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                .map(bundle -> bundle.getVersion().toString())
                .toList();
    }

    private boolean requires(String feature) throws Exception {
        return Arrays.stream(features.listRequiredFeatures())
                .map(Feature::getId)
                .anyMatch(feature::equals);
    }

    @Test
    public void a_bundle_that_was_swapped_in_stays_and_a_feature_swaps_it_out_again() throws Exception {
        Asking.await(
                "the backend to work",
                () -> backends.find(BACKEND)
                        .filter(one -> one.state() == BackendState.AVAILABLE)
                        .isPresent());
        Path home = Path.of(System.getProperty("karaf.home"));
        Path folder = Files.createTempDirectory("revised");
        Path shipped = RevisedJar.shipped(home, BACKEND);
        String first = versions().get(0);

        Path next = RevisedJar.of(shipped, folder, "0.1.1");
        Swap done = swap(next.toString());
        assertEquals(NAME + " 0.1.1", done.plan().to());
        Files.delete(next);
        assertEquals(List.of("0.1.1"), versions());
        assertTrue(requires("paddock-revision-llamacpp/0.1.1"));

        features.uninstallFeature("kar");
        features.installFeature("kar");
        assertEquals("an unrelated feature changes nothing", List.of("0.1.1"), versions());
        assertEquals("0.1.1", backends.find(BACKEND).orElseThrow().manifest().version());

        Path kept = home.resolve("data/paddock/revisions/" + NAME + "-0.1.1.jar");
        assertEquals(ErrorCode.SAME_REVISION, refusal(kept.toString()));
        assertEquals(
                ErrorCode.REVISION_REFUSED,
                refusal(RevisedJar.shipped(home, "ollama").toString()));
        assertEquals(ErrorCode.REVISION_REFUSED, refusal("/nowhere/at/all.jar"));
        assertEquals(List.of("0.1.1"), versions());

        swap("mvn:io.paddock/paddock-features/0.1.0-SNAPSHOT/xml/features#paddock-backend-llamacpp");
        assertEquals(List.of(first), versions());
        assertFalse(requires("paddock-revision-llamacpp/0.1.1"));
        assertEquals("what is not needed is not kept", List.of(), keptFiles(home));
        assertEquals("nor known", List.of(), keptRepositories());
    }

    private static List<String> keptFiles(Path home) throws Exception {
        try (Stream<Path> files = Files.list(home.resolve("data/paddock/revisions"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<URI> keptRepositories() throws Exception {
        return Arrays.stream(features.listRepositories())
                .map(Repository::getURI)
                .filter(uri -> uri.toString().contains("/paddock/revisions/"))
                .toList();
    }

    @Test
    public void what_came_in_place_is_not_overwritten_by_a_swap() throws Exception {
        Asking.await("the backend to be there", () -> backends.find(BACKEND).isPresent());
        Path folder = Files.createTempDirectory("revised");
        Path shipped = RevisedJar.shipped(Path.of(System.getProperty("karaf.home")), BACKEND);
        String first = versions().get(0);
        update(RevisedJar.of(shipped, folder, "0.1.7"));
        Path next = RevisedJar.of(shipped, folder, "0.1.8");
        assertEquals(ErrorCode.REVISION_REFUSED, refusal(next.toString()));
        assertEquals(List.of("0.1.7"), versions());

        update(shipped);
        assertEquals(List.of(first), versions());
    }

    private void update(Path jar) throws Exception {
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(one -> NAME.equals(one.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        try (InputStream bytes = Files.newInputStream(jar)) {
            bundle.update(bytes);
        }
    }
}
