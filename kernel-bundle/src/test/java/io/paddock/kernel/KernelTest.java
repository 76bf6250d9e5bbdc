// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wiring, called in the order in which Declarative Services calls it. */
class KernelTest {
    private final KeptState state = new KeptState();
    private volatile boolean stopping;
    private final Kernel kernel =
            new Kernel(KernelConfigTest.settings(Map.of("max__instances", 1)), state, null, () -> stopping);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void backends_come_and_go_while_the_services_stay() {
        EndpointsService endpoints = new EndpointsService(kernel);
        InstancesService instances = new InstancesService(kernel);
        BackendsService backends = new BackendsService(kernel);
        FakeBackend fake = new FakeBackend("fake").offering("tiny");
        kernel.bindBackend(fake, Map.of());
        EnsureResult result = Rig.get(endpoints.ensure(Rig.wish("fake")));
        assertEquals(1, instances.list().size());
        assertEquals(1, backends.list().size());
        assertEquals(1, Rig.get(new ModelsService(kernel).list()).size());
        assertEquals(
                ErrorCode.AT_CAPACITY,
                Rig.refusal(endpoints.ensure(Rig.wishOptions("fake", Map.of("ctx_size", 1))))
                        .code());

        kernel.modified(KernelConfigTest.settings(Map.of()));
        assertFalse(Rig.get(endpoints.ensure(Rig.wishOptions("fake", Map.of("ctx_size", 1))))
                .reused());
        assertEquals(
                result.instanceId(), Rig.get(endpoints.ensure(Rig.wish("fake"))).instanceId());

        kernel.unbindBackend(fake);
        assertTrue(backends.list().isEmpty());
        kernel.bindBackend(fake, Map.of());
        assertEquals(2, Rig.get(endpoints.ensure(Rig.wish("fake"))).endpoint().endpointGeneration());

        Rig.await(
                "both leases to have an instance again", () -> instances.list().size() == 2);
        kernel.deactivate();
        kernel.unbindBackend(fake);
        assertTrue(instances.list().isEmpty());
        assertEquals(
                4, fake.drivers.stream().mapToInt(driver -> driver.closes.get()).sum());
    }

    @Test
    void backends_that_are_unbound_because_the_framework_stops_leave_their_leases_kept() {
        FakeBackend fake = new FakeBackend("fake");
        kernel.bindBackend(fake, Map.of());
        EnsureResult result = Rig.get(new EndpointsService(kernel).ensure(Rig.wish("fake")));
        stopping = true;
        kernel.unbindBackend(fake);
        Rig.await("its end", () -> new InstancesService(kernel).list().isEmpty());
        kernel.deactivate();
        assertEquals(result.lease(), state.lease(result.lease().leaseRef()));
    }

    @Test
    void durability_can_be_switched_off() {
        Kernel forgetful =
                new Kernel(KernelConfigTest.settings(Map.of("durable__leases", "false")), state, null, () -> stopping);
        forgetful.bindBackend(new FakeBackend("fake"), Map.of());
        Rig.get(new EndpointsService(forgetful).ensure(Rig.wish("fake")));
        forgetful.deactivate();
        kernel.deactivate();
        assertTrue(state.leases().isEmpty());
    }
}
