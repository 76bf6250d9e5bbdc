// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.Backends;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Instances;
import io.paddock.api.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** The kernel's configuration changes while it runs: new limits hold at once, and nothing that runs is touched. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class KernelConfigurationIT {
    private static final String PID = "io.paddock.kernel";

    @Inject
    private BundleContext context;

    @Inject
    private BootFinished unusedBooted; // before the others: services come and go until all features are there

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private Endpoints endpoints;

    @Inject
    private Backends backends;

    @Inject
    private Instances instances;

    private Bundle bundle;

    @Configuration
    public Option[] configuration() {
        return Container.distribution();
    }

    @Before
    public void install() throws Exception {
        bundle = context.installBundle("probe", BackendJar.of("io.paddock.itests.probe", "1.0.0", ProbeBackend.class));
        bundle.start();
        Asking.await(
                "the backend",
                () -> backends.find(ProbeBackend.ID)
                        .filter(one -> one.state() == BackendState.AVAILABLE)
                        .isPresent());
    }

    @After
    public void reset() throws Exception {
        for (Lease left : endpoints.leasesOfOwner(Asking.OWNER)) { // else they live on with the next test's backend
            endpoints.release(left.leaseRef(), Asking.OWNER).get(10, TimeUnit.SECONDS);
        }
        bundle.uninstall();
        Asking.await("its instances to go", () -> instances.list().isEmpty());
        Files.deleteIfExists(file());
        configurations.getConfiguration(PID, null).delete();
    }

    @Test
    public void a_smaller_number_of_instances_holds_at_once_and_stops_none() throws Exception {
        EnsureResult one = Asking.ensure(endpoints, "one");
        EnsureResult two = Asking.ensure(endpoints, "two");
        configure(Map.of("max_instances", 2));
        awaitRefused("three", ErrorCode.AT_CAPACITY);
        assertEquals(2, instances.list().size());
        assertTrue("both serve on", Asking.ensure(endpoints, "two").reused());
        configure(Map.of("max_instances", 3));
        awaitGranted("three");
        Asking.release(endpoints, one);
        Asking.release(endpoints, two);
    }

    @Test
    public void a_smaller_number_of_leases_holds_at_once_and_revokes_none() throws Exception {
        EnsureResult first = Asking.ensure(endpoints, "tiny");
        EnsureResult second = Asking.ensure(endpoints, "tiny");
        configure(Map.of("max_leases_per_owner", "2"));
        awaitRefused("tiny", ErrorCode.AT_CAPACITY);
        assertEquals(2, endpoints.leasesOfOwner(Asking.OWNER).size());
        Asking.release(endpoints, first);
        awaitGranted("tiny");
        Asking.release(endpoints, second);
    }

    @Test
    public void a_new_drain_deadline_holds_for_the_next_stop() throws Exception {
        configure(Map.of("drain_deadline_ms", 60_000L));
        EnsureResult held = Asking.ensure(endpoints, "tiny");
        CompletableFuture<Void> patient = instances.stop(held.instanceId(), false);
        assertEquals(
                "it waits for its lease",
                1,
                endpoints.leasesOnInstance(held.instanceId()).size());
        Asking.release(endpoints, held);
        patient.get(20, TimeUnit.SECONDS);

        configure(Map.of("drain_deadline_ms", 1L));
        Asking.await("the short deadline", this::stopsAtOnce);
    }

    /** Well within the deadline that held before; false as long as that one still holds, which nobody waits for. */
    private boolean stopsAtOnce() {
        try {
            EnsureResult held = Asking.ensure(endpoints, "tiny");
            CompletableFuture<Void> stopped = instances.stop(held.instanceId(), false);
            boolean atOnce = endsWithin(stopped, Duration.ofSeconds(10));
            if (!atOnce) {
                Asking.release(endpoints, held);
                stopped.get(20, TimeUnit.SECONDS);
            }
            return atOnce;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean endsWithin(CompletableFuture<Void> future, Duration longest) throws Exception {
        try {
            future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    public void the_file_in_etc_is_followed_and_its_end_brings_the_defaults_back() throws Exception {
        Asking.ensure(endpoints, "one");
        Files.writeString(file(), "max_instances = 1\n");
        awaitRefused("two", ErrorCode.AT_CAPACITY);
        Files.delete(file());
        awaitGranted("two");
    }

    @Test
    public void a_bad_value_is_logged_and_its_default_holds() throws Exception {
        Asking.ensure(endpoints, "one");
        configure(Map.of("max_instances", 1));
        awaitRefused("two", ErrorCode.AT_CAPACITY);
        configure(Map.of("max_instances", "many", "max_leases_per_owner", -1));
        awaitGranted("two");
        awaitLogged("max_instances is not an integer; 32 is used");
        awaitLogged("max_leases_per_owner = -1 is not from 1 to 10000000; 10000 is used");
    }

    private void configure(Map<String, Object> values) throws IOException {
        configurations.getConfiguration(PID, null).update(FrameworkUtil.asDictionary(values));
    }

    private void awaitRefused(String model, ErrorCode code) {
        Asking.await(model + " to be refused", () -> code == outcome(model));
    }

    private void awaitGranted(String model) {
        Asking.await(model + " to be granted", () -> outcome(model) == null);
    }

    /** The code of the refusal, or null: then the lease is given back, and its instance is stopped if it is a new one. */
    private ErrorCode outcome(String model) {
        try {
            EnsureResult granted = endpoints.ensure(Asking.request(model)).join();
            endpoints.release(granted.lease().leaseRef(), Asking.OWNER).join();
            if (!granted.reused()) {
                instances.stop(granted.instanceId(), true).join();
            }
            return null;
        } catch (CompletionException e) {
            return ((InferenceException) e.getCause()).code();
        }
    }

    private static Path file() {
        return Path.of(System.getProperty("karaf.etc"), PID + ".cfg");
    }

    private static void awaitLogged(String words) {
        Path log = Path.of(System.getProperty("karaf.log"), "paddock.log");
        Asking.await("in the log: " + words, () -> {
            try {
                return Files.readString(log).contains(words);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
