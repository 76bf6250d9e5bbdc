// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.StopList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** From the ensure call, with no instance there, to the lease and to the first token through the gateway. */
final class EnsurePart {
    static final String MODEL = "paddock-demo";
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
    private static final String QUESTION = ChatBody.of(MODEL, "What is Paddock?", 32);

    private final Path archive;
    private final int runs;
    private final StopList stops;
    private final List<String> faults = new ArrayList<>();

    /** One cold ensure, in milliseconds since the call. */
    private record Cold(double lease, double firstToken) {}

    EnsurePart(Path archive, int runs, StopList stops) {
        this.archive = archive;
        this.runs = runs;
        this.stops = stops;
    }

    Report measure() throws Exception {
        Distribution distribution = stops.add(Distribution.unpack(archive));
        PaddockProcess paddock = PaddockProcess.start(distribution, stops);
        StreamClient client = stops.add(StreamClient.keepingConnections());
        Cold first = cold(paddock, client);
        List<Cold> others = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Bench.progress("ensure " + (i + 1) + " of " + runs);
            others.add(cold(paddock, client));
        }
        Table table = new Table(
                "Ensure of the bundled model with no instance running (" + runs + " runs after a first one)",
                "from POST /api/v1/endpoints to",
                "median",
                "p90",
                "range",
                "the very first, natives unpacked");
        row(table, "the lease", Samples.of(others.stream().map(Cold::lease).toList()), first.lease());
        row(
                table,
                "the first token through the gateway",
                Samples.of(others.stream().map(Cold::firstToken).toList()),
                first.firstToken());
        return new Report(List.of(table), faults);
    }

    private Cold cold(PaddockProcess paddock, StreamClient client) throws Exception {
        PaddockApi api = paddock.api();
        Target gateway = Target.chat(api.gateway(), Map.of());
        long start = System.nanoTime();
        PaddockApi.Granted granted = api.ensure(MODEL);
        double lease = (System.nanoTime() - start) / 1e6;
        CheckedStream answer = CheckedStream.of(
                client.round(gateway, List.of(QUESTION), ANSWER_WITHIN).get(0), null);
        if (answer.fault() != null) {
            faults.add(answer.fault());
        }
        double firstToken = (answer.startNanos() + answer.firstNanos() - start) / 1e6;
        api.release(granted);
        api.stop(granted.instanceId(), paddock.adminToken());
        awaitGone(paddock, granted.instanceId());
        return new Cold(lease, firstToken);
    }

    /** Waits until an instance was seen to be gone. */
    static void awaitGone(PaddockProcess paddock, String instance) throws Exception {
        long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
        String token = paddock.adminToken();
        while (deadline - System.nanoTime() > 0) {
            String status = paddock.api()
                    .instance(instance, token)
                    .path("lifecycle_status")
                    .asText("stopped");
            if (status.equals("stopped") || status.equals("failed")) {
                return;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new IOException("instance " + instance + " was not stopped within " + GONE_WITHIN.toSeconds() + " s");
    }

    private static void row(Table table, String name, Samples millis, double first) {
        table.row(
                name,
                millis.median("%.0f ms"),
                millis.percentile(90, "%.0f ms"),
                millis.range("%.0f ms"),
                Samples.of(first).median("%.0f ms"));
    }
}
