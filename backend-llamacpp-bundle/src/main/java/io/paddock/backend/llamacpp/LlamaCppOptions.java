// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.InferenceException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The options of an instance, checked; {@link OptionTable} has their meanings.
 *
 * @param values every option by name
 */
record LlamaCppOptions(SortedMap<String, Object> values) {
    /** What stands before an option's name when a request set it. */
    static final String FIELD = "request.target_preference.backend_options.";

    private static final int MOST_TOKENS = 1 << 20;

    LlamaCppOptions {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static LlamaCppOptions defaults() {
        return new LlamaCppOptions(OptionTable.defaults());
    }

    /**
     * These options with those of a request over them.
     *
     * @throws InferenceException naming the option that is unknown or has a wrong value
     */
    LlamaCppOptions with(Map<String, Object> given) {
        return with(given, FIELD);
    }

    LlamaCppOptions with(Map<String, Object> given, String prefix) {
        SortedMap<String, Object> all = new TreeMap<>(values);
        all.putAll(OptionTable.read(given, prefix));
        LlamaCppOptions options = new LlamaCppOptions(all);
        if ((long) options.contextSize() * options.parallel() > MOST_TOKENS) {
            throw OptionTable.problem(prefix, "ctx_size", "times parallel must be at most " + MOST_TOKENS);
        }
        return options;
    }

    /**
     * The same with every 0 of the machine's and the model's matters replaced by what it stands for.
     *
     * @param processors of the machine, or 0 when they are not known: then the engine decides on its threads
     */
    LlamaCppOptions resolved(ModelFile model, int processors) {
        int computing = threads() > 0 || processors == 0 ? threads() : Math.max(1, processors - 1);
        SortedMap<String, Object> all = new TreeMap<>(values);
        all.put(
                "ctx_size",
                contextSize() > 0
                        ? contextSize()
                        : (int) Math.min(4096, model.contextLength().orElse(4096L)));
        all.put("threads", computing);
        all.put("threads_batch", threadsBatch() > 0 ? threadsBatch() : computing);
        all.put("parallel", parallel() > 0 ? parallel() : model.parallelBySize());
        return new LlamaCppOptions(all);
    }

    /** What changes the behaviour of an engine, for the key that makes equal wishes share an instance. */
    Map<String, Object> behaviour(boolean server) {
        Set<OptionTable.Role> roles =
                server ? EnumSet.of(OptionTable.Role.BOTH, OptionTable.Role.SERVER) : EnumSet.of(OptionTable.Role.BOTH);
        SortedMap<String, Object> behaviour = new TreeMap<>(values);
        behaviour.keySet().removeIf(name -> !roles.contains(OptionTable.role(name)));
        return behaviour;
    }

    String engine() {
        return text("engine");
    }

    String binaryPath() {
        return text("binary_path");
    }

    List<String> launcherArgs() {
        return list("launcher_args");
    }

    int port() {
        return number("port");
    }

    String apiPrefix() {
        return text("api_prefix");
    }

    int contextSize() {
        return number("ctx_size");
    }

    int threads() {
        return number("threads");
    }

    int threadsBatch() {
        return number("threads_batch");
    }

    int parallel() {
        return number("parallel");
    }

    /** {@code auto}, {@code all} or a number. */
    String gpuLayers() {
        return text("gpu_layers");
    }

    /** {@code auto}, {@code on} or {@code off}. */
    String flashAttention() {
        return text("flash_attn");
    }

    /** {@code auto}, {@code true} or {@code false}. */
    String embeddings() {
        return text("embeddings");
    }

    String pooling() {
        return text("pooling");
    }

    String chatTemplate() {
        return text("chat_template");
    }

    /** A secret, or the empty text. */
    String apiKey() {
        return text("api_key");
    }

    List<String> extraArgs() {
        return list("extra_args");
    }

    /** Values may be secrets. */
    Map<String, String> environment() {
        Map<String, String> entries = new TreeMap<>();
        ((Map<?, ?>) values.get("environment")).forEach((name, value) -> entries.put((String) name, (String) value));
        return entries;
    }

    /** The name to serve a model under. */
    String aliasOr(String model) {
        return text("alias").isBlank() ? model : text("alias");
    }

    /** A text by its name. */
    String text(String name) {
        return (String) values.get(name);
    }

    /** A number by its name. */
    int number(String name) {
        return (Integer) values.get(name);
    }

    private List<String> list(String name) {
        return ((List<?>) values.get(name)).stream().map(String.class::cast).toList();
    }

    /** Values may be secrets: only the names of those that are not defaults are printed. */
    @Override
    public String toString() {
        List<String> set = values.keySet().stream()
                .filter(name -> !OptionTable.isDefault(name, values.get(name)))
                .toList();
        return "LlamaCppOptions" + set;
    }
}
