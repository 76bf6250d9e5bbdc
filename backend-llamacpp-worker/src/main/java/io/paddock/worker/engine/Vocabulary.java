// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import io.paddock.gguf.GgufFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a model's list of tokens says.
 *
 * @param size number of tokens
 * @param longest bytes of the longest token, at least 1; 0 when tokens say nothing about lengths of texts
 * @param frame tokens that the engine adds around a prompt: begin and, for some models, end
 * @param controls texts of the tokens that steer the model and must not be read out of a user's text
 * @param ends texts of the tokens that end an answer
 */
public record Vocabulary(int size, int longest, int frame, List<String> controls, List<String> ends) {
    // Texts that llama.cpp b4916 takes for the end of an answer, whatever their type.
    private static final Set<String> END_TEXTS = Set.of(
            "<|eot_id|>",
            "<|im_end|>",
            "<|end|>",
            "<end_of_turn>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|eom_id|>",
            "<EOT>",
            "_<EOT>",
            "< EOT >",
            "_< EOT >",
            "<\uff5cend\u2581of\u2581sentence\uff5c>");
    private static final Set<String> BEGIN_BY_PRE =
            Set.of("llama3", "llama-v3", "llama-bpe", "falcon3", "pixtral", "tekken", "chameleon");
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    public Vocabulary {
        controls = List.copyOf(controls);
        ends = List.copyOf(ends);
    }

    /** Reads it off a model file that was read with its tokens. */
    public static Vocabulary of(GgufFile file) {
        List<String> controls = new ArrayList<>();
        Set<String> ends = new TreeSet<>();
        int longest = 1;
        for (int id = 0; id < file.tokens().size(); id++) {
            String text = file.tokens().get(id);
            longest = Math.max(longest, text.getBytes(StandardCharsets.UTF_8).length);
            int type = id < file.tokenTypes().size() ? file.tokenTypes().get(id) : 1;
            if (steers(text, type)) {
                controls.add(text);
            }
            if (END_TEXTS.contains(text)) {
                ends.add(text);
            }
        }
        for (String key : List.of("eos", "eot", "eom")) {
            file.number("tokenizer.ggml." + key + "_token_id")
                    .filter(id -> id >= 0 && id < file.tokens().size())
                    .map(id -> file.tokens().get(id.intValue()))
                    .ifPresent(ends::add);
        }
        boolean words = model(file).equals("bert");
        return new Vocabulary(file.tokens().size(), words ? 0 : longest, frame(file), controls, List.copyOf(ends));
    }

    private static boolean steers(String text, int type) {
        if (text.length() < 2) {
            return false;
        }
        boolean looksIt = (text.startsWith("<|") && text.endsWith("|>"))
                || text.startsWith("<\uff5c")
                || text.equals("<start_of_turn>")
                || text.equals("[INST]")
                || text.equals("[/INST]");
        return type == UNKNOWN || type == CONTROL || END_TEXTS.contains(text) || (type == USER_DEFINED && looksIt);
    }

    // The same defaults as llama.cpp's, for files that do not say.
    private static int frame(GgufFile file) {
        String model = model(file);
        boolean begin = switch (model) {
            case "llama", "bert" -> true;
            case "gpt2" -> BEGIN_BY_PRE.contains(file.text("tokenizer.ggml.pre").orElse(""));
            default -> false;
        };
        boolean end = model.equals("bert") || model.equals("t5");
        int frame = file.flag("tokenizer.ggml.add_bos_token").orElse(begin) ? 1 : 0;
        return file.flag("tokenizer.ggml.add_eos_token").orElse(end) ? frame + 1 : frame;
    }

    private static String model(GgufFile file) {
        return file.text("tokenizer.ggml.model").orElse("");
    }
}
