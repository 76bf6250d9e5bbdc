// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelPreference;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.api.TargetPreference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How tests ask for an endpoint of the probe backend, and wait. */
final class Asking {
    static final String OWNER = "karaf-test";

    private Asking() {}

    static EnsureRequest request(String model) {
        TargetPreference target = new TargetPreference(null, ProbeBackend.ID, null, null, Map.of(), Map.of());
        return new EnsureRequest(
                new EndpointRequest("r-1", target, new ModelPreference(model), null),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                new LeaseTerms(OWNER, Duration.ofMinutes(5)),
                Duration.ofSeconds(20));
    }

    static EnsureResult ensure(Endpoints endpoints, String model) throws Exception {
        return endpoints.ensure(request(model)).get(30, TimeUnit.SECONDS);
    }

    static Problem refusal(Endpoints endpoints, String model) throws Exception {
        try {
            throw new AssertionError("it was granted: " + ensure(endpoints, model));
        } catch (ExecutionException e) {
            return ((InferenceException) e.getCause()).problem();
        }
    }

    static void release(Endpoints endpoints, EnsureResult granted) throws Exception {
        endpoints.release(granted.lease().leaseRef(), OWNER).get(10, TimeUnit.SECONDS);
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within 60 s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
