// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Engine;
import io.paddock.api.EngineSource;
import io.paddock.api.Engines;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Instances;
import io.paddock.api.Problem;
import io.paddock.spi.PlanMemory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines as a service: each call is done on one of two threads, so that a long addition holds up nothing else. */
@Component(service = Engines.class)
public final class EnginesComponent implements Engines, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnginesComponent.class);
    private static final int MOST_WAITING = 16;

    private final LlamaCppBackend backend;
    private final Instances instances;
    private final PlanMemory plans;
    private final ThreadPoolExecutor calls = thread("paddock-engines", MOST_WAITING);
    private final ThreadPoolExecutor additions = thread("paddock-engine-add", 1);

    @Activate
    public EnginesComponent(
            @Reference LlamaCppBackend backend, @Reference Instances instances, @Reference PlanMemory plans) {
        this.backend = backend;
        this.instances = instances;
        this.plans = plans;
    }

    @Override
    public CompletableFuture<List<Engine>> list() {
        return on(calls, answer -> backend.engines(instances.list()));
    }

    @Override
    public CompletableFuture<Engine> add(EngineSource source) {
        return on(additions, answer -> {
            Engine added = backend.changes().add(source, answer::isDone);
            plans.forget(LlamaCppBackend.ID);
            return added;
        });
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        return on(calls, answer -> {
            backend.changes().remove(name, backend.users(instances.list()));
            plans.forget(LlamaCppBackend.ID);
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> use(String name, String model) {
        return on(calls, answer -> {
            backend.changes().use(name, model);
            plans.forget(LlamaCppBackend.ID);
            return null;
        });
    }

    /** Ends what is done, and gives up what would be done next. */
    @Deactivate
    @Override
    public void close() {
        end(calls);
        end(additions);
    }

    private static void end(ThreadPoolExecutor thread) {
        for (Runnable waiting : thread.shutdownNow()) {
            if (waiting instanceof Task<?> task) {
                task.answer().cancel(true);
            }
        }
    }

    private static <T> CompletableFuture<T> on(ThreadPoolExecutor thread, Function<CompletableFuture<T>, T> work) {
        Task<T> task = new Task<>(new CompletableFuture<>(), work);
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            task.answer()
                    .completeExceptionally(new InferenceException(Problem.retryable(
                            ErrorCode.AT_CAPACITY,
                            "other engines are being worked on; try again",
                            Duration.ofSeconds(5))));
        }
        return task.answer();
    }

    private record Task<T>(CompletableFuture<T> answer, Function<CompletableFuture<T>, T> work) implements Runnable {
        @Override
        public void run() {
            if (answer.isDone()) {
                return;
            }
            try {
                answer.complete(work.apply(answer));
            } catch (InferenceException e) {
                answer.completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                LOG.error("a call for engines failed", e);
                answer.completeExceptionally(e);
            }
        }
    }

    private static ThreadPoolExecutor thread(String name, int waiting) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), task -> {
                    Thread made = new Thread(null, task, name, 0, false);
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }
}
