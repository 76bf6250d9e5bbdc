// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Knows what llama-servers said about themselves. Programs are asked on a thread of its own, once for each
 * file, size and time; whoever wants the answer waits for a bounded time. Thread-safe.
 */
final class ServerScout implements AutoCloseable {
    private static final int MOST_KNOWN = 16;
    private static final int MOST_WAITING = 16;
    private static final Duration PROBLEM_GOOD_FOR = Duration.ofSeconds(5);

    private final Map<ServerFile, Question> known = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread;

    ServerScout() {
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread made = new Thread(null, task, "paddock-llama-server-scout", 0, false);
                    made.setDaemon(true);
                    return made;
                });
        thread.prestartAllCoreThreads(); // planning starts no thread
    }

    private record Question(CompletableFuture<ServerQuestion.Answer> answer, long askedAt) {
        /** A good answer is good for as long as the file is the same; what was wrong may be mended elsewhere. */
        boolean stale() {
            return answer.isDone()
                    && (answer.isCompletedExceptionally() || answer.join().problem() != null)
                    && System.nanoTime() - askedAt > PROBLEM_GOOD_FOR.toNanos();
        }
    }

    /**
     * What is known.
     *
     * @param name what the engine is called
     * @param file the program, or null
     * @param build what it says about itself, or null
     * @param from where it was found, in words
     * @param problem why it cannot be used, as a sentence without a path, or null
     * @param asking whether that is only because it has not answered yet
     */
    record Found(String name, ServerFile file, ServerBuild build, String from, String problem, boolean asking) {
        boolean works() {
            return problem == null;
        }

        private static Found none(ServerSearch.Sighting sighting, String problem) {
            return new Found(sighting.name(), null, null, sighting.from(), problem, false);
        }

        private static Found later(ServerSearch.Sighting sighting, String problem) {
            return new Found(sighting.name(), null, null, sighting.from(), problem, true);
        }
    }

    /** Asks the program; waits at most {@code patience} until it has answered. */
    Found ask(ServerSearch.Sighting sighting, List<String> launcherArgs, Duration patience) {
        if (sighting.problem() != null) {
            return Found.none(sighting, sighting.problem());
        }
        try {
            ServerFile file = ServerSearch.identity(sighting.program(), launcherArgs);
            ServerQuestion.Answer answer = question(file).answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return answer.problem() == null
                    ? new Found(sighting.name(), file, answer.build(), sighting.from(), null, false)
                    : Found.none(sighting, answer.problem() + " (found by " + sighting.from() + ")");
        } catch (IOException e) {
            return Found.none(sighting, "the llama-server of " + sighting.from() + " is not there any more");
        } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
            return Found.later(
                    sighting, "the llama-server of " + sighting.from() + " is being asked for its version; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Found.later(sighting, "the question for llama-server's version was interrupted; try again");
        }
    }

    private Question question(ServerFile file) {
        if (known.size() >= MOST_KNOWN && !known.containsKey(file)) {
            known.clear();
        }
        return known.compute(file, (same, before) -> before == null || before.stale() ? ask(same) : before);
    }

    private Question ask(ServerFile file) {
        CompletableFuture<ServerQuestion.Answer> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                answer.complete(ServerQuestion.ask(file));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.completeExceptionally(e);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return new Question(answer, System.nanoTime());
    }

    /** Ends its thread, and what it is asking. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
