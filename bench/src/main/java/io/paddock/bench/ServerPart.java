// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.StopList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A llama-server of the runtime beside the same one started by hand: until it is ready, and how fast it is then. */
final class ServerPart {
    private static final int STARTS = 40;
    private static final int REAL_STARTS = 3;
    private static final int FROZEN_STARTS = 8;

    private final BenchOptions options;
    private final Path program;
    private final Optional<Path> model;
    private final StopList stops;

    ServerPart(BenchOptions options, StopList stops) throws IOException {
        this.options = options;
        this.program = file("paddock.llama-server")
                .orElseThrow(() -> new IOException("there is no llama-server; set LLAMA_CPP_DIR to the folder of one"));
        this.model = file("paddock.model");
        this.stops = stops;
    }

    Report measure() throws Exception {
        PaddockProcess paddock = paddock();
        List<Table> tables = new ArrayList<>();
        ServerStarts starts = new ServerStarts(paddock, program, options.runs().orElse(20), stops);
        List<String> models = new ArrayList<>(List.of(EnsurePart.MODEL));
        model.map(ServerPart::id).ifPresent(models::add);
        for (String each : models) {
            tables.addAll(starts.measure(each));
        }
        ServerRounds rounds = new ServerRounds(stops.add(StreamClient.connectingAnew()));
        ServerSpeeds speeds = new ServerSpeeds(paddock, program, rounds, stops);
        // Where tokens are cheapest, what comes on top of them shows most.
        int anew = options.runs().orElse(STARTS);
        tables.add(speeds.measure(new ServerRounds.Load(EnsurePart.MODEL, 128, 4096, true), anew));
        if (models.size() > 1) {
            tables.add(speeds.measure(new ServerRounds.Load(models.get(1), 32, 1, false), REAL_STARTS));
        }
        return new Report(tables, rounds.faults());
    }

    /** The same server beside a runtime that is frozen. */
    Report measureFrozen() throws Exception {
        PaddockProcess paddock = paddock();
        StreamClient client = stops.add(StreamClient.connectingAnew());
        return new FrozenPart(paddock, client, options.runs().orElse(FROZEN_STARTS)).measure();
    }

    private PaddockProcess paddock() throws Exception {
        Distribution distribution = stops.add(Distribution.unpack(options.archive()));
        distribution.configure("io.paddock.backend.llamacpp.cfg", configuration());
        return PaddockProcess.start(distribution, stops);
    }

    // The template is for the real model, which has none: it is not what is measured.
    private String configuration() {
        String text = "engine = llama-server\nbinary_path = " + program + "\n";
        return model.map(file -> text + "chat_template = chatml\nmodel_files = " + file + "\n")
                .orElse(text);
    }

    private static String id(Path model) {
        return model.getFileName().toString().replaceFirst("\\.gguf$", "");
    }

    private static Optional<Path> file(String property) {
        String name = System.getProperty(property, "");
        return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }
}
