// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.InferenceException;
import io.paddock.spi.surface.ExecutionSurface;
import io.paddock.spi.surface.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Knows what llama-servers on other machines said about themselves. They are asked through their surface; whoever wants
 * the answer waits for a bounded time. Thread-safe.
 */
final class RemoteServers {
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final Duration PROBLEM_GOOD_FOR = Duration.ofSeconds(5);
    /** Nobody tells when a program there is replaced. */
    private static final Duration ANSWER_GOOD_FOR = Duration.ofMinutes(5);

    private static final int NO_PROGRAM = 127;
    private static final int NOT_EXECUTABLE = 126;
    /** One connection for both questions. */
    private static final String BETWEEN = "----- its flags -----";

    private static final List<String> BOTH =
            List.of("/bin/sh", "-c", "\"$@\" --version || exit; echo '" + BETWEEN + "'; exec \"$@\" --help", "paddock");

    private final Map<String, ExecutionSurface> surfaces = new ConcurrentHashMap<>();
    private final Map<List<String>, Question> known = new ConcurrentHashMap<>();

    /**
     * What was asked.
     *
     * @param before a good answer that serves until this one is there, or null
     */
    private record Question(
            ExecutionSurface asked,
            CompletableFuture<ServerQuestion.Answer> answer,
            CompletableFuture<ServerQuestion.Answer> before,
            long askedAt) {
        boolean good() {
            return answer.isDone()
                    && !answer.isCompletedExceptionally()
                    && answer.join().problem() == null;
        }

        boolean stale(ExecutionSurface now) {
            Duration goodFor = good() ? ANSWER_GOOD_FOR : PROBLEM_GOOD_FOR;
            return asked != now || (answer.isDone() && System.nanoTime() - askedAt > goodFor.toNanos());
        }

        CompletableFuture<ServerQuestion.Answer> best() {
            return answer.isDone() || before == null ? answer : before;
        }
    }

    void add(ExecutionSurface surface) {
        surfaces.put(surface.target(), surface);
    }

    void remove(ExecutionSurface surface) {
        surfaces.remove(surface.target(), surface);
    }

    /** The llama-server of that place; waits at most {@code patience} until it has answered. */
    ServerScout.Found find(RemotePlace place, List<String> launcherArgs, Duration patience) {
        String where = "the llama-server of ssh target '" + place.target() + "'";
        ExecutionSurface surface = surfaces.get(place.target());
        if (surface == null) {
            return none(
                    "there is no ssh target '" + place.target()
                            + "': a configuration with the PID io.paddock.ssh and that name makes one",
                    false);
        }
        try {
            ServerQuestion.Answer answer =
                    question(surface, place.call(launcherArgs)).best().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return answer.problem() == null
                    ? new ServerScout.Found(
                            "llama-server@" + place.target(),
                            new ServerFile(Path.of(place.program()), 0, 0, launcherArgs),
                            answer.build(),
                            "ssh target " + place.target(),
                            null,
                            false)
                    : none(answer.problem() + " (on ssh target '" + place.target() + "')", false);
        } catch (ExecutionException e) {
            return none(where + " did not answer", false);
        } catch (TimeoutException e) {
            return none(where + " is being asked for its version; try again", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none("the question for the version of " + where + " was interrupted; try again", true);
        }
    }

    private static ServerScout.Found none(String problem, boolean asking) {
        return new ServerScout.Found(null, null, null, "", problem, asking);
    }

    private Question question(ExecutionSurface surface, List<String> call) {
        return known.compute(call, (same, before) -> {
            if (before != null && !before.stale(surface)) {
                return before;
            }
            boolean useful = before != null && before.asked() == surface && before.good();
            return new Question(surface, ask(surface, call), useful ? before.answer() : null, System.nanoTime());
        });
    }

    private static CompletableFuture<ServerQuestion.Answer> ask(ExecutionSurface surface, List<String> call) {
        List<String> words = new ArrayList<>(BOTH);
        words.addAll(call);
        return surface.ask(words, LONGEST).thenApply(RemoteServers::read).exceptionally(RemoteServers::failed);
    }

    private static ServerQuestion.Answer read(Said said) {
        int help = said.text().indexOf(BETWEEN);
        String problem = help < 0 ? unanswered(said) : null;
        if (problem != null) {
            return ServerQuestion.Answer.problem(problem);
        }
        return ServerBuild.read(
                        said.text().substring(0, Math.max(0, help)), said.text().substring(help + 1))
                .map(ServerQuestion.Answer::of)
                .orElseGet(() -> ServerQuestion.Answer.problem(
                        "the program there does not describe itself as llama-server; name it with ssh_program"));
    }

    private static String unanswered(Said said) {
        return switch (said.status()) {
            case NO_PROGRAM -> "there is no such program; name llama-server's path there with ssh_program";
            case NOT_EXECUTABLE -> "its program may not be executed by that user";
            default -> ExitWords.ofQuestion(said.status(), said.text()).orElse(null);
        };
    }

    private static ServerQuestion.Answer failed(Throwable failure) {
        Throwable bare =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return ServerQuestion.Answer.problem(
                bare instanceof InferenceException said
                        ? said.problem().detail()
                        : "the llama-server there could not be asked ("
                                + bare.getClass().getSimpleName() + ")");
    }
}
