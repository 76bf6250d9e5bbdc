// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Samples;
import io.paddock.bench.stream.CheckedStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Streams that ran at the same time.
 *
 * @param streams all of them, checked
 */
record Round(List<CheckedStream> streams) {
    Round {
        streams = List.copyOf(streams);
    }

    /** What is wrong with those that failed. */
    List<String> faults() {
        return streams.stream()
                .map(CheckedStream::fault)
                .filter(Objects::nonNull)
                .toList();
    }

    boolean good() {
        return faults().isEmpty();
    }

    /** Tokens of all streams by the seconds from the first request to the last content. */
    double tokensPerSecond() {
        return tokens() / seconds();
    }

    /** What all streams said. */
    int tokens() {
        return streams.stream().mapToInt(CheckedStream::usageTokens).sum();
    }

    /** From the first request to the last content. */
    double seconds() {
        long start = streams.stream().mapToLong(CheckedStream::startNanos).min().orElseThrow();
        long end = streams.stream().mapToLong(CheckedStream::endNanos).max().orElseThrow();
        return (end - start) / 1e9;
    }

    /** Milliseconds to the first content of each stream. */
    Samples firstMillis() {
        return Samples.of(
                streams.stream().map(stream -> stream.firstNanos() / 1e6).toList());
    }

    /** Milliseconds between neighbouring pieces of content, of all streams. */
    Samples gapMillis() {
        List<Double> gaps = new ArrayList<>();
        for (CheckedStream stream : streams) {
            List<Long> times = stream.pieceNanos();
            for (int i = 1; i < times.size(); i++) {
                gaps.add((times.get(i) - times.get(i - 1)) / 1e6);
            }
        }
        return Samples.of(gaps);
    }
}
