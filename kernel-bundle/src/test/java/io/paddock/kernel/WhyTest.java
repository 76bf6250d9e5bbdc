// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Cause;
import io.paddock.api.CauseChain;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhyTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private static List<String> texts(CauseChain chain) {
        return chain.items().stream().map(Cause::text).toList();
    }

    private static void isLatestFirst(CauseChain chain) {
        List<Long> seqs = chain.items().stream().map(Cause::seq).toList();
        assertEquals(seqs.stream().sorted((a, b) -> Long.compare(b, a)).toList(), seqs);
    }

    @Test
    void a_ready_instance_is_there_because_somebody_asked() {
        rig.with(fake);
        String id = rig.ensure("fake").instanceId();
        CauseChain why = rig.events.whyInstance(id);
        assertEquals(id, why.subject());
        assertEquals(id + " is ready and healthy", why.text());
        assertEquals(
                List.of(
                        id + " became ready: it answers and is well",
                        id + " was started: it was its turn to start",
                        id
                                + " was planned: 'run-1' asked for default-model"
                                + " (attach_existing_service, generation 1)",
                        "backend 'fake' was registered: a service with this id appeared (version 1.2.3)"),
                texts(why));
        assertTrue(why.complete());
        isLatestFirst(why);
    }

    @Test
    void a_failed_instance_says_how_it_ended_and_who_had_wanted_it() {
        rig.with(fake.spawning("sh", "-c", "echo out of memory; exit 3"));
        fake.prepare = driver -> driver.probe = () -> new io.paddock.spi.Probe.Pending("loading");
        rig.refusal(Rig.wish("fake"));
        String id = rig.failed().instanceId();
        CauseChain why = rig.events.whyInstance(id);
        assertEquals(id + " is failed", why.text());
        assertTrue(
                texts(why).get(0).startsWith(id + " failed: the process of " + id),
                texts(why).toString());
        assertTrue(texts(why).get(0).contains("out of memory"), texts(why).toString());
        assertTrue(texts(why).get(2).contains("'run-1' asked for"), texts(why).toString());
    }

    @Test
    void an_instance_that_is_gone_is_explained_as_long_as_the_journal_remembers() {
        rig.with(fake);
        String id = rig.ensure("fake").instanceId();
        Rig.get(rig.instances.stop(id, true));
        rig.awaitGone(id);
        CauseChain why = rig.events.whyInstance(id);
        assertEquals(id + " is gone", why.text());
        assertEquals(id + " stopped: nothing of it runs any more", texts(why).get(0));
        assertTrue(
                texts(why).get(2).contains("somebody asked to stop it without waiting"),
                texts(why).toString());
        assertEquals(
                ErrorCode.INSTANCE_NOT_FOUND,
                assertThrows(InferenceException.class, () -> rig.events.whyInstance("none-1"))
                        .code());
    }

    @Test
    void a_revoked_lease_is_explained_by_the_end_of_its_instance() {
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        Rig.get(rig.instances.stop(result.instanceId(), true));
        CauseChain why = rig.events.whyLease(result.lease().leaseRef());
        assertTrue(why.text().endsWith(" is revoked"), why.text());
        assertTrue(
                texts(why).get(0).contains("was revoked: " + result.instanceId() + " was stopped"),
                texts(why).toString());
        assertTrue(
                texts(why).get(1).contains("began to drain: somebody asked"),
                texts(why).toString());
        assertTrue(
                texts(why).stream().anyMatch(text -> text.contains("was granted")),
                texts(why).toString());
        assertTrue(texts(why).get(texts(why).size() - 1).startsWith("backend 'fake' was registered"));
        assertFalse(why.toString().contains(result.lease().leaseRef()));
        isLatestFirst(why);
    }

    @Test
    void an_active_an_expired_and_a_released_lease_say_so() {
        rig.with(fake);
        EnsureResult active = rig.ensure("fake");
        EnsureResult expiring = rig.ensure(Rig.wish("fake", "bert", Duration.ofMillis(10), null));
        EnsureResult released = rig.ensure("fake");
        Rig.get(rig.endpoints.release(released.lease().leaseRef(), "anna"));
        Rig.await("expiry", () -> rig.endpoints.leases().size() == 1);
        assertTrue(rig.events.whyLease(active.lease().leaseRef()).text().endsWith(" is active"));
        assertTrue(rig.events.whyLease(released.lease().leaseRef()).text().endsWith(" is released"));
        CauseChain expired = rig.events.whyLease(expiring.lease().leaseRef());
        assertTrue(expired.text().endsWith(" is expired"));
        assertTrue(texts(expired).get(0).contains("of 'bert'"), texts(expired).toString());
        assertTrue(
                texts(expired).get(0).contains("not renewed in time"),
                texts(expired).toString());
    }

    @Test
    void a_live_lease_that_is_only_counted_is_explained_and_an_ended_one_is_not_found() {
        rig.with(fake);
        EnsureResult result = rig.ensure(Rig.wish("fake", "gateway", null, null));
        CauseChain why = rig.events.whyLease(result.lease().leaseRef());
        assertNull(why.items().get(0).seq());
        assertTrue(texts(why).get(0).contains("of 'gateway'"), texts(why).toString());
        assertTrue(texts(why).get(1).contains("became ready"), texts(why).toString());
        Rig.get(rig.endpoints.release(result.lease().leaseRef(), "gateway"));
        InferenceException gone = assertThrows(
                InferenceException.class,
                () -> rig.events.whyLease(result.lease().leaseRef()));
        assertEquals(ErrorCode.LEASE_NOT_FOUND, gone.code());
    }

    @Test
    void what_is_no_longer_remembered_is_left_out_and_said_to_be_missing() {
        rig.journalEvents = 16;
        rig.with(fake);
        String id = rig.ensure("fake").instanceId();
        for (int i = 0; i < 12; i++) {
            FakeBackend other = new FakeBackend("other-" + i);
            rig.with(other);
            Rig.await("registration", () -> rig.backends.find(other.id).isPresent());
        }
        Rig.await("24 more events", () -> rig.core.journal().latestAbout(note -> true) >= 30);
        CauseChain why = rig.events.whyInstance(id);
        assertEquals(id + " is ready", why.text());
        assertFalse(why.complete());
        assertEquals(1, why.items().size());
        assertNull(why.items().get(0).seq());
        assertEquals(InstanceState.READY, rig.snapshot(id).lifecycleStatus());
    }
}
