// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the command line of a worker. Pure. */
final class WorkerLaunch {
    /** Name of the environment entry that carries the key; the worker knows it by the same name. */
    static final String KEY = "PADDOCK_WORKER_KEY";

    private static final String MAIN = "io.paddock.worker.Worker";
    // From this JDK on, loading a native library without leave prints a warning.
    private static final int ASKS_FOR_LEAVE = 22;

    private final Path java;
    private final int javaFeature;

    /**
     * @param javaHome home of the JDK that runs workers
     * @param javaFeature its feature version
     */
    WorkerLaunch(Path javaHome, int javaFeature) {
        String program = File.separatorChar == '\\' ? "java.exe" : "java";
        this.java = javaHome.resolve("bin").resolve(program);
        this.javaFeature = javaFeature;
    }

    /** The launch of a worker for {@code model} with resolved options. */
    LaunchSpec spec(ModelFile model, LlamaCppOptions options, WorkerFiles.Place place) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(jvm());
        command.add("-Dde.kherud.llama.lib.path=" + place.natives());
        command.add("-cp");
        command.add(place.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN);
        command.addAll(arguments(model, options));
        command.addAll(List.of("--port", LaunchSpec.PORT));
        command.addAll(List.of("--hold", place.engine().folder().toString()));
        command.addAll(List.of("--hold", place.worker().folder().toString()));
        return new LaunchSpec(
                command,
                null,
                Map.of(KEY, LaunchSpec.SECRET),
                Set.of(KEY),
                SurfaceKind.LOCAL_SUBPROCESS,
                "",
                List.of(model.place()),
                0);
    }

    // The model lives outside the heap; a small heap and the plainest collector start soonest and cost least.
    private List<String> jvm() {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms16m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8"));
        if (javaFeature >= ASKS_FOR_LEAVE) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    /** What the worker is told about the model, in a process or in this JVM. */
    static List<String> arguments(ModelFile model, LlamaCppOptions options) {
        List<String> words = new ArrayList<>();
        add(words, "--model", model.path().toAbsolutePath());
        add(words, "--alias", options.aliasOr(model.id()));
        add(words, "--ctx-size", options.contextSize());
        add(words, "--threads", options.threads());
        add(words, "--threads-batch", options.threadsBatch());
        add(words, "--parallel", options.parallel());
        add(words, "--gpu-layers", options.gpuLayers().equals("auto") ? "0" : options.gpuLayers());
        add(words, "--flash-attn", options.flashAttention().equals("on"));
        add(words, "--embeddings", !options.embeddings().equals("false"));
        add(words, "--pooling", options.pooling());
        if (!options.chatTemplate().isEmpty()) {
            add(words, "--chat-template", options.chatTemplate());
        }
        return words;
    }

    private static void add(List<String> words, String name, Object value) {
        words.add(name);
        words.add(value.toString());
    }
}
