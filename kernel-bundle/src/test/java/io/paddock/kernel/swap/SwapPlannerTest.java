// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.FakeBackend;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.StillTime;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwapPlannerTest {
    private final StillTime time = new StillTime();
    private final Workers workers = new Workers(time);
    private final SwapPlanner planner = new SwapPlanner(
            new OneServes(),
            null,
            new Surroundings(time, Runnable::run, Runnable::run, workers, null, null, null, null, null));

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void a_source_that_is_not_read_in_time_is_told_of() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        var planned = planner.plan(
                new SwapRequest("fake", "mvn:a/far/1", SwapConfiguration.NONE, SwapTerms.DEFAULT),
                (backend, bundle, source, configuration) -> {
                    reading.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IllegalStateException("interrupted");
                });
        assertTrue(reading.await(10, TimeUnit.SECONDS));
        time.ring();
        ExecutionException failure = assertThrows(ExecutionException.class, () -> planned.get(10, TimeUnit.SECONDS));
        InferenceException refused = (InferenceException) failure.getCause();
        assertEquals(ErrorCode.REVISION_REFUSED, refused.code());
        assertEquals("source", refused.problem().field());
    }

    /** One backend, which serves. */
    private final class OneServes implements Revised {
        @Override
        public List<Revision> serving(String backend) {
            return List.of(new Revision(new Origin(FakeBackend.manifest("fake"), 1, new CallGate(workers, 4)), 7));
        }

        @Override
        public Optional<CompletableFuture<Revision>> expect(String backend) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void expectNoMore(String backend) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void serve(Revision revision) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<StartupPlan> plan(Revision revision, InstanceSpec spec) {
            throw new UnsupportedOperationException();
        }
    }
}
