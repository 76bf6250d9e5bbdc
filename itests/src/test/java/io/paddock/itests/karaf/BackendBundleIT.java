// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.Backends;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Instances;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelPreference;
import io.paddock.api.RequestContext;
import io.paddock.api.TargetPreference;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A backend bundle comes and goes in a running Karaf, and endpoints follow. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BackendBundleIT {
    private static final String BACKEND = "llamacpp";

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

    @Configuration
    public Option[] configuration() {
        return Container.distribution();
    }

    @Test
    public void endpoints_follow_their_backend_bundle() throws Exception {
        Bundle bundle = bundle("io.paddock.backend.llamacpp");
        Asking.await("the backend is available", this::available);

        EnsureResult first = ensure();
        assertTrue("it answers", Served.chat(first.endpoint()).contains("\"choices\""));
        long pid = instances.find(first.instanceId()).orElseThrow().pid();

        bundle.stop();
        assertTrue("removed at once", backends.find(BACKEND).isEmpty());
        assertEquals("it may be back at once", ErrorCode.DRAINING, refusal());
        assertEquals(ErrorCode.BACKEND_NOT_REGISTERED, refusal());
        endpoints.release(first.lease().leaseRef(), first.lease().ownerRef()).get(5, TimeUnit.SECONDS);
        Asking.await("its process is gone", () -> !alive(pid));

        bundle.start();
        Asking.await("the backend is available again", this::available);
        EnsureResult second = ensure();
        assertNotEquals(first.lease().leaseRef(), second.lease().leaseRef());
        assertTrue("it answers again", Served.chat(second.endpoint()).contains("\"choices\""));
        endpoints.release(second.lease().leaseRef(), second.lease().ownerRef()).get(5, TimeUnit.SECONDS);

        String location = bundle.getLocation();
        bundle.uninstall();
        assertEquals("it may be back at once", ErrorCode.DRAINING, refusal());
        assertEquals(ErrorCode.BACKEND_NOT_REGISTERED, refusal());
        Bundle installed = context.installBundle(location);
        installed.start();
        Asking.await("the installed backend is available", this::available);
        EnsureResult third = ensure();
        assertFalse(third.endpoint().headers().isEmpty());
        endpoints.release(third.lease().leaseRef(), third.lease().ownerRef()).get(5, TimeUnit.SECONDS);
    }

    private EnsureResult ensure() throws Exception {
        return endpoints.ensure(request()).get(60, TimeUnit.SECONDS);
    }

    private ErrorCode refusal() {
        try {
            endpoints.ensure(request()).join();
            throw new AssertionError("it was granted");
        } catch (CompletionException e) {
            return ((InferenceException) e.getCause()).code();
        }
    }

    private static EnsureRequest request() {
        TargetPreference target = new TargetPreference(null, BACKEND, null, null, Map.of(), Map.of());
        return new EnsureRequest(
                new EndpointRequest("r-1", target, new ModelPreference("paddock-demo"), null),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                new LeaseTerms("karaf-test", Duration.ofMinutes(5)),
                Duration.ofSeconds(50));
    }

    private boolean available() {
        return backends.find(BACKEND)
                .filter(b -> b.state() == BackendState.AVAILABLE)
                .isPresent();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }
}
