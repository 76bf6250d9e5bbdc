// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Writes the flags for one build, in a fixed order. What the build has not is refused by its option. Pure. */
final class ServerFlags {
    private static final Pattern FLAG = Pattern.compile("--?[A-Za-z].*");
    /** Flags that the options write, and those that would change who answers where. */
    private static final Set<String> OWNED = Set.of(
            "--model",
            "--alias",
            "--host",
            "--port",
            "--ctx-size",
            "--gpu-layers",
            "--threads",
            "--threads-batch",
            "--parallel",
            "--flash-attn",
            "--embedding",
            "--embeddings",
            "--reranking",
            "--api-key",
            "--api-key-file",
            "--api-prefix",
            "--timeout",
            "--threads-http",
            "--pooling",
            "--chat-template",
            "--chat-template-file",
            "--jinja",
            "--no-jinja",
            "--ssl-key-file",
            "--ssl-cert-file",
            "--reuse-port",
            "--hf-repo",
            "--model-url",
            "--docker-repo",
            "--models-dir",
            "--models-preset",
            "--log-disable",
            "--help",
            "--version");

    private final ServerBuild build;
    private final List<String> words = new ArrayList<>();

    private ServerFlags(ServerBuild build) {
        this.build = build;
    }

    /**
     * The flags.
     *
     * @param options resolved
     * @param port the port, or what stands for it
     */
    static List<String> of(ServerBuild build, LlamaCppOptions options, ModelFile model, ServerRole role, String port) {
        ServerFlags flags = new ServerFlags(build);
        flags.place(options, model, port);
        flags.compute(options);
        flags.duties(options, model, role);
        flags.http(options);
        flags.template(options);
        flags.fixed();
        flags.extra(options.extraArgs());
        return flags.words;
    }

    private void place(LlamaCppOptions options, ModelFile model, String port) {
        add("--model", model.place());
        need("alias", "--alias", options.aliasOr(model.id()));
        need("host", "--host", options.text("host"));
        add("--port", port);
    }

    private void compute(LlamaCppOptions options) {
        need("ctx_size", "--ctx-size", String.valueOf((long) options.contextSize() * options.parallel()));
        layers(options.gpuLayers());
        text("threads", "--threads", positive(options.threads()));
        if (options.threadsBatch() != options.threads()) {
            need("threads_batch", "--threads-batch", String.valueOf(options.threadsBatch()));
        }
        need("parallel", "--parallel", String.valueOf(options.parallel()));
        attention(options.flashAttention());
    }

    private void layers(String wanted) {
        Optional<String> flag = build.first("--gpu-layers", "--n-gpu-layers");
        boolean plain = wanted.equals("auto") || wanted.equals("0");
        if (flag.isEmpty() && !plain) {
            throw lacks("gpu_layers", "--gpu-layers");
        }
        flag.ifPresent(name -> {
            boolean knows = build.says(name, "'" + wanted + "'");
            if (wanted.equals("all")) {
                add(name, knows ? "all" : "999");
            } else if (!wanted.equals("auto") || knows) {
                add(name, wanted);
            }
        });
    }

    /** Newer builds take a word, older ones only have a flag to switch it on. */
    private void attention(String wanted) {
        if (build.says("--flash-attn", "auto")) {
            add("--flash-attn", wanted);
        } else if (wanted.equals("on")) {
            words.add(known("flash_attn", "--flash-attn"));
        }
    }

    private void duties(LlamaCppOptions options, ModelFile model, ServerRole role) {
        if (role.embeds()) {
            words.add(build.first("--embedding", "--embeddings").orElseThrow(() -> lacks("embeddings", "--embedding")));
        }
        if (role.ranks()) {
            words.add(build.first("--reranking", "--rerank").orElseThrow(() -> lacks("pooling", "--reranking")));
        }
        pooling(options, model, role).ifPresent(kind -> {
            if (!build.says("--pooling", kind)) {
                throw lacks("pooling", "--pooling " + kind);
            }
            add("--pooling", kind);
        });
    }

    /** A model made for text says nothing of pooling; without a word the server would refuse to make embeddings. */
    private static Optional<String> pooling(LlamaCppOptions options, ModelFile model, ServerRole role) {
        if (!options.pooling().equals("auto")) {
            return Optional.of(options.pooling());
        }
        String key = model.header().architecture() + ".pooling_type";
        boolean said = model.header().number(key).isPresent();
        return role.embeds()
                        && !said
                        && !SupportedModels.isEmbedder(model.header().architecture())
                ? Optional.of("last")
                : Optional.empty();
    }

    private void http(LlamaCppOptions options) {
        text("api_key_file", "--api-key-file", options.text("api_key_file"));
        text("api_prefix", "--api-prefix", options.apiPrefix());
        text("timeout_seconds", "--timeout", positive(options.number("timeout_seconds")));
        text("threads_http", "--threads-http", positive(options.number("threads_http")));
    }

    /** With Jinja on, a template's name would be read as a template. */
    private void template(LlamaCppOptions options) {
        String name = options.chatTemplate();
        if (name.isEmpty()) {
            if (build.has("--jinja") && !build.says("--jinja", "default: enabled")) {
                words.add("--jinja"); // templates of models, and tools, need it
            }
            return;
        }
        List<String> names = build.templates();
        if (!names.contains(name)) {
            throw OptionTable.problem(
                    LlamaCppOptions.FIELD,
                    "chat_template",
                    "must be one of those that this build of llama-server knows: " + names);
        }
        build.first("--no-jinja").ifPresent(words::add);
        add("--chat-template", name);
    }

    private void fixed() {
        build.first("--no-webui", "--no-ui").ifPresent(words::add);
        build.first("--offline").ifPresent(words::add);
    }

    private void extra(List<String> extra) {
        Set<String> taken = new TreeSet<>(OWNED);
        OWNED.stream()
                .filter(build::has)
                .forEach(flag -> build.flags().forEach((name, text) -> {
                    if (text.equals(build.flags().get(flag))) {
                        taken.add(name); // another name of the same flag
                    }
                }));
        for (String word : extra) {
            if (FLAG.matcher(word).matches()) {
                if (taken.contains(word)) {
                    throw OptionTable.problem(
                            LlamaCppOptions.FIELD, "extra_args", "must not hold " + word + "; the runtime sets it");
                }
                known("extra_args", word);
            }
            words.add(word);
        }
    }

    private static String positive(int value) {
        return value == 0 ? "" : String.valueOf(value);
    }

    private void text(String option, String flag, String value) {
        if (!value.isEmpty()) {
            need(option, flag, value);
        }
    }

    private void need(String option, String flag, String value) {
        add(known(option, flag), value);
    }

    private void add(String flag, String value) {
        words.add(flag);
        words.add(value);
    }

    private String known(String option, String flag) {
        if (!build.has(flag)) {
            throw lacks(option, flag);
        }
        return flag;
    }

    private io.paddock.api.InferenceException lacks(String option, String flag) {
        return OptionTable.problem(
                LlamaCppOptions.FIELD,
                option,
                "cannot be served: this build (" + build.inWords() + ") has no " + flag
                        + "; leave it out or take another" + " build");
    }
}
