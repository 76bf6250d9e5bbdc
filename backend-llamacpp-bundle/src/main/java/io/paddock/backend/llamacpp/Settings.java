// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.InferenceException;
import io.paddock.spi.Timings;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The configuration, checked.
 *
 * @param modelsFolder folder with GGUF files
 * @param modelFiles further GGUF files
 * @param defaultModel id of the model that is served when a request names none
 * @param options options of each instance that does not say otherwise
 * @param timings how patient the kernel is
 * @param place another machine on which instances may run, or null
 * @param problem what is wrong with the configuration, or null
 */
record Settings(
        Path modelsFolder,
        List<Path> modelFiles,
        String defaultModel,
        LlamaCppOptions options,
        Timings timings,
        RemotePlace place,
        String problem) {
    private static final Duration FIRST_PROBE_EVERY = Duration.ofMillis(25);
    private static final Duration HEALTH_BUDGET = Duration.ofSeconds(2);
    private static final Duration HEALTH_EVERY = Duration.ofSeconds(2);
    private static final Duration STOP_GRACE = Duration.ofSeconds(6);
    private static final long LONGEST_MS = Duration.ofDays(7).toMillis();

    Settings {
        modelFiles = List.copyOf(modelFiles);
    }

    /** A configuration that names no other machine. */
    Settings(
            Path modelsFolder,
            List<Path> modelFiles,
            String defaultModel,
            LlamaCppOptions options,
            Timings timings,
            String problem) {
        this(modelsFolder, modelFiles, defaultModel, options, timings, null, problem);
    }

    /**
     * Checks a configuration; what is wrong with it stands in {@link #problem()}, and defaults take its place.
     *
     * @param home folder that holds {@code models} when the configuration names no other
     * @param moreFiles further model files, separated like a class path; may be null
     */
    static Settings of(Config config, Path home, String moreFiles) {
        String problem = null;
        LlamaCppOptions options = LlamaCppOptions.defaults();
        try {
            options = options.with(values(config), Config.PID + ".");
        } catch (InferenceException e) {
            problem = e.getMessage();
        }
        RemotePlace place = null;
        try {
            place = RemotePlace.of(config);
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
        if (config.ready__within__ms() < 1 || config.ready__within__ms() > LONGEST_MS) {
            problem = "ready_within_ms must be from 1 to " + LONGEST_MS;
        }
        if (config.idle__after__ms() < 0 || config.idle__after__ms() > LONGEST_MS) {
            problem = "idle_after_ms must be from 0 to " + LONGEST_MS;
        }
        Path folder = config.models__folder().isBlank() ? home.resolve("models") : Path.of(config.models__folder());
        String said = problem == null ? null : "the configuration " + Config.PID + " is wrong: " + problem;
        return new Settings(
                folder,
                files(config, moreFiles),
                config.default__model().strip(),
                options,
                timings(config, said),
                place,
                said);
    }

    private static Map<String, Object> values(Config config) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ctx_size", config.ctx__size());
        values.put("threads", config.threads());
        values.put("threads_batch", config.threads__batch());
        values.put("parallel", config.parallel());
        values.put("gpu_layers", config.gpu__layers());
        values.put("flash_attn", config.flash__attn());
        values.put("embeddings", config.embeddings());
        values.put("pooling", config.pooling());
        values.put("chat_template", config.chat__template());
        values.put("engine", config.engine());
        values.put("binary_path", config.binary__path());
        values.put("launcher_args", List.of(config.launcher__args()));
        values.put("port", config.port());
        values.put("api_prefix", config.api__prefix());
        values.put("api_key", config.api__key());
        values.put("api_key_file", config.api__key__file());
        values.put("timeout_seconds", config.timeout__seconds());
        values.put("threads_http", config.threads__http());
        values.put("environment", environment(config.environment()));
        values.put("extra_args", List.of(config.extra__args()));
        return values;
    }

    private static Map<String, String> environment(String[] entries) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : entries) {
            if (!entry.isBlank()) {
                int end = entry.indexOf('=');
                environment.put(entry.substring(0, Math.max(0, end)).strip(), entry.substring(end + 1));
            }
        }
        return environment;
    }

    private static List<Path> files(Config config, String moreFiles) {
        List<Path> files = new ArrayList<>();
        for (String file : config.model__files()) {
            if (!file.isBlank()) {
                files.add(Path.of(file.strip()));
            }
        }
        if (moreFiles != null) {
            Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .splitAsStream(moreFiles)
                    .filter(file -> !file.isBlank())
                    .forEach(file -> files.add(Path.of(file.strip())));
        }
        return files;
    }

    /** How patient the kernel is with an instance of those options. */
    Timings timings(LlamaCppOptions wished) {
        return new Timings(
                orElse(wished.number("ready_timeout_ms"), timings.readyWithin()),
                orElse(wished.number("readiness_interval_ms"), timings.probeEvery()),
                timings.probeBudget(),
                orElse(wished.number("health_interval_ms"), timings.healthEvery()),
                orElse(wished.number("stop_timeout_ms"), timings.stopGrace()),
                timings.idleAfter());
    }

    private static Duration orElse(int millis, Duration otherwise) {
        return millis == 0 ? otherwise : Duration.ofMillis(millis);
    }

    private static Timings timings(Config config, String problem) {
        Duration ready = Duration.ofMillis(problem == null ? config.ready__within__ms() : 1);
        Duration idle = Duration.ofMillis(problem == null ? config.idle__after__ms() : 0);
        return new Timings(
                ready, FIRST_PROBE_EVERY, HEALTH_BUDGET, HEALTH_EVERY, STOP_GRACE, idle.isZero() ? null : idle);
    }
}
