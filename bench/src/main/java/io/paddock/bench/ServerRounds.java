// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Streams of a llama-server, all at once and one lot after the other, and what went wrong with them. */
final class ServerRounds {
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(3);
    private static final String QUESTION = "Tell me a long story about a dog and a tree.";

    private final StreamClient client;
    private final List<String> faults = new ArrayList<>();

    /**
     * What is asked for.
     *
     * @param model whom
     * @param maxTokens the most that a stream may say
     * @param tokens about so many are said, by stream after stream
     * @param judged whether it counts for the target
     */
    record Load(String model, int maxTokens, int tokens, boolean judged) {
        int turns(int streams) {
            return Math.max(1, tokens / (maxTokens * streams));
        }
    }

    /** Rounds one after the other. */
    record Turns(List<Round> rounds) {
        Turns {
            rounds = List.copyOf(rounds);
        }

        boolean good() {
            return rounds.stream().allMatch(Round::good);
        }

        double tokensPerSecond() {
            return rounds.stream().mapToInt(Round::tokens).sum()
                    / rounds.stream().mapToDouble(Round::seconds).sum();
        }
    }

    ServerRounds(StreamClient client) {
        this.client = client;
    }

    /** What is wrong with the streams that failed. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** As many tokens as {@code load} asks for, by so many streams at a time. */
    Turns turns(Load load, Target target, int streams) throws IOException {
        List<Round> rounds = new ArrayList<>();
        for (int turn = 0; turn < load.turns(streams); turn++) {
            rounds.add(round(load, target, streams));
        }
        return new Turns(rounds);
    }

    /** So many streams at once. */
    Round round(Load load, Target target, int streams) throws IOException {
        List<String> bodies = Collections.nCopies(streams, ChatBody.of(load.model(), QUESTION, load.maxTokens()));
        Round round = new Round(client.round(target, bodies, ROUND_WITHIN).stream()
                .map(trace -> CheckedStream.of(trace, null))
                .toList());
        round.faults().forEach(fault -> faults.add(target + ": " + fault));
        return round;
    }
}
