// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.Backends;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceState;
import io.paddock.api.Instances;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Bundles with versions of one backend are installed, stopped, started, updated and uninstalled in a running Karaf. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BackendVersionsIT {
    private static final String NAME = "io.paddock.itests.probe";

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

    private final List<Bundle> installed = new ArrayList<>();

    @Configuration
    public Option[] configuration() {
        return Container.distribution();
    }

    @After
    public void uninstall() throws Exception {
        for (Bundle bundle : installed) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        }
    }

    @Test
    public void two_versions_stand_side_by_side_and_the_newest_takes_new_work() throws Exception {
        install(NAME, "1.0.0", ProbeBackend.class);
        awaitListed("1.0.0 available");
        EnsureResult first = Asking.ensure(endpoints, "tiny");
        assertEquals("1.0.0", version(first));

        Bundle newer = install(NAME, "1.10.0", ProbeBackend.class);
        awaitListed("1.10.0 available", "1.0.0 available");
        EnsureResult second = Asking.ensure(endpoints, "tiny");
        assertEquals("1.10.0", version(second));
        assertEquals(
                first.endpoint().endpointGeneration() + 1, second.endpoint().endpointGeneration());
        assertEquals(
                "the first one serves on",
                InstanceState.READY,
                instances.find(first.instanceId()).orElseThrow().lifecycleStatus());

        newer.stop();
        awaitListed("1.0.0 available");
        Asking.await(
                "its lease to have the first one's instance",
                () -> lease(second).instanceId().equals(first.instanceId()));
        assertEquals(LeaseState.ACTIVE, lease(second).state());
        EnsureResult third = Asking.ensure(endpoints, "tiny");
        assertEquals(first.instanceId(), third.instanceId());
        assertTrue(third.reused());

        newer.start();
        awaitListed("1.10.0 available", "1.0.0 available");
        assertEquals("1.10.0", version(Asking.ensure(endpoints, "tiny")));
    }

    @Test
    public void leases_outlive_an_update_in_place_and_end_with_an_uninstall() throws Exception {
        Bundle bundle = install(NAME, "1.0.0", ProbeBackend.class);
        awaitListed("1.0.0 available");
        EnsureResult first = Asking.ensure(endpoints, "tiny");

        bundle.update(BackendJar.of(NAME, "2.0.0", ProbeBackend.class));
        awaitListed("2.0.0 available");
        Asking.await("the lease to be good again", () -> lease(first).state() == LeaseState.ACTIVE);
        assertEquals(first.endpoint().endpointGeneration() + 1, lease(first).endpointGeneration());
        EnsureResult second = Asking.ensure(endpoints, "tiny");
        assertEquals("2.0.0", version(second));
        assertEquals(lease(first).instanceId(), second.instanceId());

        bundle.uninstall();
        awaitListed();
        assertEquals(
                "it may be back at once",
                ErrorCode.DRAINING,
                Asking.refusal(endpoints, "tiny").code());
        assertEquals(
                ErrorCode.BACKEND_NOT_REGISTERED,
                Asking.refusal(endpoints, "tiny").code());
        Asking.await("the lease to end", () -> lease(first).state() == LeaseState.REVOKED);
        assertFalse("it says why", lease(first).cause().detail().isBlank());
        Asking.await(
                "its instance to go",
                () -> instances.list().stream().noneMatch(one -> one.backend().equals(ProbeBackend.ID)));
    }

    @Test
    public void a_taken_id_is_refused_and_listed_with_the_reason() throws Exception {
        install(NAME, "1.0.0", ProbeBackend.class);
        awaitListed("1.0.0 available");
        Bundle rival = install(NAME + ".rival", "9.0.0", RivalBackend.class);
        awaitListed("1.0.0 available", "9.0.0 refused");
        assertReason("id_taken: ");
        assertEquals("1.0.0", version(Asking.ensure(endpoints, "tiny")));

        rival.uninstall();
        awaitListed("1.0.0 available");
        install(NAME + ".twin", "1.0.0", ProbeBackend.class);
        awaitListed("1.0.0 available", "1.0.0 refused");
        assertReason("same_revision: ");
    }

    private Bundle install(String name, String version, Class<? extends ProbeBackend> type) throws Exception {
        Bundle bundle = context.installBundle(name + "-" + version, BackendJar.of(name, version, type));
        installed.add(bundle);
        bundle.start();
        return bundle;
    }

    private List<BackendSnapshot> probes() {
        return backends.list().stream()
                .filter(one -> one.manifest().backend().equals(ProbeBackend.ID))
                .toList();
    }

    private void awaitListed(String... lines) {
        List<String> wanted = List.of(lines);
        Asking.await(
                "the backends to be " + wanted,
                () -> probes().stream()
                        .map(one -> one.manifest().version() + " " + one.state().wireName())
                        .toList()
                        .equals(wanted));
    }

    private void assertReason(String beginning) {
        String detail = probes().get(1).detail();
        assertTrue(detail, detail.startsWith(beginning));
    }

    private String version(EnsureResult granted) {
        return instances.find(granted.instanceId()).orElseThrow().backendVersion();
    }

    private Lease lease(EnsureResult granted) {
        return endpoints.lease(granted.lease().leaseRef()).orElseThrow();
    }
}
