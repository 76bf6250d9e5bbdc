// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.BackendVerdict;
import io.paddock.api.Cause;
import io.paddock.api.CauseChain;
import io.paddock.api.EngineSource;
import io.paddock.api.EnsureAction;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventQuery;
import io.paddock.api.Explanation;
import io.paddock.api.InstanceResult;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.api.Mismatch;
import io.paddock.api.ModelPreference;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record of the API, the contracts and the rest: what is written reads back equal. */
class RoundTripTest {
    private static final Path API =
            Path.of("").toAbsolutePath().getParent().resolve("kernel-api-bundle/src/main/java/io/paddock/api");

    private final WireJson json = new WireJson();

    static Stream<Record> records() {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        Problem problem = new Problem(
                ErrorCode.INCOMPATIBLE, "it does not fit", "consumer", Duration.ofMillis(20), Samples.compatibility());
        BackendVerdict verdict = new BackendVerdict(
                "fake",
                "1.0.0",
                EnsureAction.REFUSE,
                "fake-1",
                problem,
                BackendState.AVAILABLE,
                "it can work",
                true,
                Samples.compatibility());
        Stream<Record> rest = Stream.of(
                Samples.backend(),
                Samples.model(),
                Samples.ensured(Map.of()),
                new ModelPreference("tiny"),
                new OptionDeclaration("ctx_size", "integer", true, "512", "how much it remembers"),
                new Mismatch("protocol", "openai_embeddings", "openai_chat_completions"),
                new LogLine("stderr", "loading \u00e4 \ud83d\ude00"),
                new LogPage(List.of(new LogLine("stdout", "ready")), 9, 1, true),
                new LogQuery("fake-1", 3L, 10, Duration.ofMillis(5)),
                new Cause(7L, now, "it was asked for"),
                new CauseChain("fake-1", "fake-1 is ready", List.of(new Cause(null, now, "because")), true),
                new EventQuery(3, 10, "fake-1", Duration.ofMillis(5)),
                Samples.engine(),
                new EngineSource("https://127.0.0.1/llama.zip", "0".repeat(64), "mine"),
                new InstanceResult(Samples.instance(), Samples.compatibility(), true),
                problem,
                verdict,
                new Explanation("tiny", "app", List.of(verdict)));
        return Stream.of(ContractTest.contracts(), rest, SwapSamples.all()).flatMap(some -> some);
    }

    @ParameterizedTest
    @MethodSource("records")
    void what_is_written_reads_back_equal(Record one) {
        assertEquals(one, json.read(json.write(one).getBytes(UTF_8), one.getClass()));
    }

    @Test
    void no_record_of_the_api_is_left_out() throws IOException {
        Set<String> tried = records().map(one -> one.getClass().getSimpleName()).collect(Collectors.toSet());
        Set<String> all = new TreeSet<>();
        try (Stream<Path> files = Files.list(API)) {
            for (Path file : files.toList()) {
                if (Files.readString(file, UTF_8).contains("\npublic record ")) {
                    all.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        assertTrue(all.size() > 20, "records: " + all);
        all.removeAll(tried);
        assertEquals(Set.of(), all);
    }
}
