// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceState;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Recorder;
import io.paddock.console.fake.Values;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LeaseVerbsTest {
    private final FakeKernel kernel = new FakeKernel();
    private final Verb renew = new RenewVerb(kernel.endpoints, Values.CLOCK);
    private final Verb release = new ReleaseVerb(kernel.endpoints);
    private final Verb stop = new StopVerb(kernel.instanceService, Duration.ofMillis(30));

    @Test
    void renew_says_the_new_expiry() {
        kernel.renewAnswer = CompletableFuture.completedFuture(Values.lease("l-1", "console", Duration.ofMinutes(5)));
        Recorder run = Recorder.run(renew, "l-1", "--ttl", "5m");
        assertEquals("Lease l-1 renewed; it expires in 5m.\n", run.out());
        assertEquals(List.of("renew l-1 console PT5M"), kernel.calls);
    }

    @Test
    void renew_leaves_the_default_ttl_to_the_kernel_and_speaks_json() throws Exception {
        kernel.renewAnswer = CompletableFuture.completedFuture(Values.lease("l-1", "me", Duration.ofMinutes(1)));
        Recorder run = Recorder.run(renew, "l-1", "--owner", "me", "--json");
        assertEquals(List.of("renew l-1 me null"), kernel.calls);
        assertEquals(60_000, new JsonMapper().readTree(run.out()).get("ttl_ms").asLong());
    }

    @Test
    void a_lease_must_be_named() {
        Recorder run = Recorder.run(renew);
        assertEquals(2, run.exit());
        assertEquals("""
                LEASE is missing: the lease, as paddock:leases shows it.
                Usage: paddock:renew LEASE [--owner REF] [--ttl TIME] [--json]
                """, run.err());
    }

    @Test
    void release_gives_the_lease_back() throws Exception {
        Recorder run = Recorder.run(release, "l-1");
        assertEquals("Lease l-1 released.\n", run.out());
        assertEquals(List.of("release l-1 console"), kernel.calls);
        Recorder json = Recorder.run(release, "l-1", "--json");
        assertEquals(
                "released", new JsonMapper().readTree(json.out()).get("state").asText());
    }

    @Test
    void another_owners_lease_is_refused() {
        kernel.releaseAnswer =
                CompletableFuture.failedFuture(new InferenceException(ErrorCode.NOT_LEASE_OWNER, "It is not yours."));
        Recorder run = Recorder.run(release, "l-1", "--owner", "me");
        assertEquals(1, run.exit());
        assertEquals("not_lease_owner: It is not yours.\n", run.err());
    }

    @Test
    void stop_stops_one_with_or_without_force() {
        assertEquals("Instance i-1 stopped.\n", Recorder.run(stop, "i-1").out());
        assertEquals(0, Recorder.run(stop, "i-1", "--force").exit());
        assertEquals(List.of("stop i-1", "stop i-1 force"), kernel.calls);
    }

    @Test
    void stop_all_leaves_out_those_that_are_gone() throws Exception {
        kernel.instances.add(Values.instance("i-1", InstanceState.READY, 1L, null, null));
        kernel.instances.add(Values.instance("i-2", InstanceState.FAILED, null, null, null));
        kernel.instances.add(Values.instance("i-3", InstanceState.STARTING, 3L, null, null));
        Recorder run = Recorder.run(stop, "--all", "--json");
        assertEquals(List.of("stop i-1", "stop i-3"), kernel.calls);
        assertEquals(2, new JsonMapper().readTree(run.out()).get("items").size());
    }

    @Test
    void stop_all_with_nothing_there_says_so() {
        assertEquals("No instances to stop.\n", Recorder.run(stop, "--all").out());
    }

    @Test
    void stop_needs_an_instance_or_all_but_not_both() {
        assertEquals(2, Recorder.run(stop).exit());
        Recorder both = Recorder.run(stop, "i-1", "--all");
        assertEquals(2, both.exit());
        assertTrue(both.err().startsWith("Name an instance or say --all, not both.\n"));
        assertTrue(kernel.calls.isEmpty());
    }

    @Test
    void a_stop_that_takes_too_long_fails_and_the_others_are_still_reported() {
        kernel.stopAnswer = new CompletableFuture<>();
        kernel.instances.add(Values.instance("i-1", InstanceState.READY, 1L, null, null));
        kernel.instances.add(Values.instance("i-2", InstanceState.READY, 1L, null, null));
        Recorder run = Recorder.run(stop, "--all");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("wait_expired: Stopping i-1 was not done within 30ms."), run.err());
        assertEquals(2, kernel.calls.size());
    }
}
