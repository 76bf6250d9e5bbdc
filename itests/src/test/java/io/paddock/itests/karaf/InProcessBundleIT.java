// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;

import io.paddock.api.BackendState;
import io.paddock.api.Backends;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelPreference;
import io.paddock.api.RequestContext;
import io.paddock.api.StartupKind;
import io.paddock.api.Swap;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTerms;
import io.paddock.api.Swaps;
import io.paddock.api.TargetPreference;
import io.paddock.itests.swap.RevisedJar;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The engine inside the runtime outlives the backend bundle that uses it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class InProcessBundleIT {
    private static final String BACKEND = "llamacpp";
    private static final String FEATURES = """
            <features name="next" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
              <feature name="engine" version="0.1.2"><bundle>%s</bundle></feature>
              <feature name="next" version="0.1.2"><feature>engine</feature><bundle>%s</bundle></feature>
            </features>
            """;

    @Inject
    private BundleContext context;

    @Inject
    private BootFinished unusedBooted; // before the others: services come and go until all features are there

    @Inject
    private Endpoints endpoints;

    @Inject
    private Backends backends;

    @Inject
    private Instances instances;

    @Inject
    private Swaps swaps;

    @Configuration
    public Option[] configuration() {
        return CoreOptions.options(
                CoreOptions.composite(Container.distribution()),
                editConfigurationFilePut("etc/io.paddock.backend.llamacpp.cfg", "engine", "in-process"));
    }

    @Test
    public void stopped_under_a_lease_and_started_again_it_serves_again() throws Exception {
        Bundle bundle = bundle("io.paddock.backend.llamacpp");
        Asking.await("the backend is available", this::available);
        EnsureResult first = ensure();
        InstanceSnapshot instance = instances.find(first.instanceId()).orElseThrow();
        assertEquals(StartupKind.EMBEDDED, instance.startupKind());
        assertTrue("it answers", Served.chat(first.endpoint()).contains("\"choices\""));

        bundle.stop();
        Asking.await("nothing listens any more", () -> !listens(first.endpoint().baseUrl()));
        release(first);

        bundle.start();
        Asking.await("the backend is available again", this::available);
        EnsureResult second = ensure();
        assertNotEquals(first.lease().leaseRef(), second.lease().leaseRef());
        assertTrue("it answers again", Served.chat(second.endpoint()).contains("\"choices\""));
        release(second);
    }

    @Test
    public void with_its_library_loaded_the_backend_is_swapped_and_the_engine_is_not() throws Exception {
        Asking.await("the backend is available", this::available);
        EnsureResult served = ensure();
        Path folder = Files.createTempDirectory("revised");
        Path home = Path.of(System.getProperty("karaf.home"));
        Path next = RevisedJar.of(RevisedJar.shipped(home, BACKEND), folder, "0.1.1");
        Path engine = RevisedJar.of(RevisedJar.shipped(home, "llamacpp-engine"), folder, "0.1.2");
        Path both = folder.resolve("features.xml");
        Files.writeString(both, FEATURES.formatted(engine.toUri(), next.toUri()));

        int bundles = context.getBundles().length;
        ExecutionException refused = assertThrows(ExecutionException.class, () -> swap(both.toUri() + "#next"));
        assertEquals(ErrorCode.NATIVE_PINNED, ((InferenceException) refused.getCause()).code());
        assertEquals("nothing is touched", bundles, context.getBundles().length);

        Swap done = swap(next.toString());
        assertEquals(String.valueOf(done.cause()), SwapState.SWITCHED, done.state());
        EnsureResult moved = ensure();
        assertNotEquals(served.instanceId(), moved.instanceId());
        assertTrue("it answers", Served.chat(moved.endpoint()).contains("\"choices\""));
        release(served);
        release(moved);
    }

    private Swap swap(String source) throws Exception {
        SwapTerms terms = SwapTerms.DEFAULT.withProbation(Duration.ZERO);
        Swap begun = swaps.start(new SwapRequest(BACKEND, source, terms)).get(60, TimeUnit.SECONDS);
        return swaps.ended(begun.swapId()).get(120, TimeUnit.SECONDS);
    }

    private void release(EnsureResult held) throws Exception {
        endpoints.release(held.lease().leaseRef(), held.lease().ownerRef()).get(5, TimeUnit.SECONDS);
    }

    private EnsureResult ensure() throws Exception {
        TargetPreference target = new TargetPreference(null, BACKEND, null, null, Map.of(), Map.of());
        return endpoints
                .ensure(new EnsureRequest(
                        new EndpointRequest("r-1", target, new ModelPreference("paddock-demo"), null),
                        ConsumerManifest.anyChat(),
                        RequestContext.none(),
                        new LeaseTerms(Asking.OWNER, Duration.ofMinutes(5)),
                        Duration.ofSeconds(50)))
                .get(60, TimeUnit.SECONDS);
    }

    private boolean available() {
        return backends.find(BACKEND)
                .filter(b -> b.state() == BackendState.AVAILABLE)
                .isPresent();
    }

    private static boolean listens(URI address) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }
}
