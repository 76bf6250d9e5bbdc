// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.util.Set;

/** What the worker's engine, java-llama.cpp with llama.cpp b4916, cannot do. Pure. */
final class WorkerLimits {
    private static final Set<String> POOLINGS = Set.of("auto", "last", "cls", "mean");
    // The names that llama.cpp b4916 knows; with another one the engine would not load.
    private static final Set<String> TEMPLATES = Set.of(
            "chatglm3",
            "chatglm4",
            "chatml",
            "command-r",
            "deepseek",
            "deepseek2",
            "deepseek3",
            "exaone3",
            "falcon3",
            "gemma",
            "gigachat",
            "glmedge",
            "granite",
            "llama2",
            "llama2-sys",
            "llama2-sys-bos",
            "llama2-sys-strip",
            "llama3",
            "megrez",
            "minicpm",
            "mistral-v1",
            "mistral-v3",
            "mistral-v3-tekken",
            "mistral-v7",
            "monarch",
            "openchat",
            "orion",
            "phi3",
            "phi4",
            "rwkv-world",
            "vicuna",
            "vicuna-orca",
            "zephyr");

    private WorkerLimits() {}

    /** Refuses, by name, what the worker has not. */
    static void check(LlamaCppOptions options, String prefix) {
        options.values().forEach((name, value) -> {
            OptionTable.Role role = OptionTable.role(name);
            boolean foreign = role == OptionTable.Role.SERVER || role == OptionTable.Role.SECRET;
            if (foreign && !name.equals("launcher_args") && !OptionTable.isDefault(name, value)) {
                throw OptionTable.problem(
                        prefix, name, "belongs to llama-server; the worker, which would serve this model, has it not");
            }
        });
        if (!POOLINGS.contains(options.pooling())) {
            throw OptionTable.problem(
                    prefix,
                    "pooling",
                    "'" + options.pooling() + "' is not known to the worker; use auto, last, cls or mean");
        }
        if (options.gpuLayers().equals("all")) {
            throw OptionTable.problem(prefix, "gpu_layers", "must be a number or auto for the worker");
        }
        if (!options.chatTemplate().isEmpty() && !TEMPLATES.contains(options.chatTemplate())) {
            throw OptionTable.problem(
                    prefix,
                    "chat_template",
                    "must be one of " + TEMPLATES.stream().sorted().toList() + " for the worker");
        }
    }
}
