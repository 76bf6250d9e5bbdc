// SPDX-License-Identifier: Apache-2.0
package io.paddock.testmodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A model of the llama architecture with random weights and one token per byte. It babbles, but a grammar makes it say
 * exactly what a test wants.
 */
public final class TinyModel {
    /** A ChatML template. */
    public static final String CHATML = "{%- for m in messages %}{{- '<|im_start|>' + m['role'] + '\\n' + m['content']"
            + " + '<|im_end|>\\n' }}{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}"
            + "{%- endif %}";
    /** Number of tokens. */
    public static final int VOCABULARY = 262;
    /** Numbers of the tokens that end an answer. */
    public static final List<Integer> ENDS = List.of(2, 4);

    private static final int WIDTH = 64;
    private static final int LAYERS = 2;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int INNER = 128;

    private final Random random;
    private final GgufWriter file = new GgufWriter();

    private final String template;

    private TinyModel(long seed, String template) {
        random = new Random(seed);
        this.template = template;
    }

    /** The model file, ready to be written. */
    public static GgufWriter writer() {
        return writer("llama");
    }

    /** The same with another chat template. */
    public static GgufWriter withTemplate(String template) {
        return new TinyModel(7, template).build("llama");
    }

    /** The same with another architecture in its header, which its tensors do not fit. */
    public static GgufWriter writer(String architecture) {
        return new TinyModel(7, CHATML).build(architecture);
    }

    private GgufWriter build(String architecture) {
        file.text("general.architecture", architecture).text("general.name", "tiny random model");
        numbers(architecture);
        vocabulary();
        tensors();
        return file;
    }

    private void numbers(String architecture) {
        String prefix = architecture + ".";
        file.number(prefix + "context_length", 2048)
                .number(prefix + "embedding_length", WIDTH)
                .number(prefix + "block_count", LAYERS)
                .number(prefix + "feed_forward_length", INNER)
                .number(prefix + "attention.head_count", HEADS)
                .number(prefix + "attention.head_count_kv", KV_HEADS)
                .number(prefix + "rope.dimension_count", WIDTH / HEADS)
                .real(prefix + "rope.freq_base", 10_000)
                .real(prefix + "attention.layer_norm_rms_epsilon", 1e-5f)
                .number(prefix + "vocab_size", VOCABULARY);
    }

    private void vocabulary() {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"));
        List<Integer> types = new ArrayList<>(List.of(2, 3, 3, 3, 3));
        for (int b = 0; b < 256; b++) {
            tokens.add(String.format("<0x%02X>", b));
            types.add(6);
        }
        tokens.add("\u2581");
        types.add(1);
        file.text("tokenizer.ggml.model", "llama")
                .text("tokenizer.ggml.pre", "default")
                .texts("tokenizer.ggml.tokens", tokens)
                .reals("tokenizer.ggml.scores", Collections.nCopies(tokens.size(), 0f))
                .numbers("tokenizer.ggml.token_type", types)
                .number("tokenizer.ggml.bos_token_id", 1)
                .number("tokenizer.ggml.eos_token_id", 2)
                .number("tokenizer.ggml.unknown_token_id", 0)
                .number("tokenizer.ggml.eot_token_id", 4)
                .flag("tokenizer.ggml.add_bos_token", true)
                .flag("tokenizer.ggml.add_eos_token", false)
                .flag("tokenizer.ggml.add_space_prefix", false)
                .text("tokenizer.chat_template", template);
    }

    private void tensors() {
        matrix("token_embd.weight", WIDTH, VOCABULARY);
        for (int layer = 0; layer < LAYERS; layer++) {
            String block = "blk." + layer + ".";
            ones(block + "attn_norm.weight");
            matrix(block + "attn_q.weight", WIDTH, WIDTH);
            matrix(block + "attn_k.weight", WIDTH, WIDTH / HEADS * KV_HEADS);
            matrix(block + "attn_v.weight", WIDTH, WIDTH / HEADS * KV_HEADS);
            matrix(block + "attn_output.weight", WIDTH, WIDTH);
            ones(block + "ffn_norm.weight");
            matrix(block + "ffn_gate.weight", WIDTH, INNER);
            matrix(block + "ffn_up.weight", WIDTH, INNER);
            matrix(block + "ffn_down.weight", INNER, WIDTH);
        }
        ones("output_norm.weight");
        matrix("output.weight", WIDTH, VOCABULARY);
    }

    private void matrix(String name, int inputs, int outputs) {
        float[] values = new float[inputs * outputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        file.tensor(name, values, inputs, outputs);
    }

    private void ones(String name) {
        float[] values = new float[WIDTH];
        Arrays.fill(values, 1);
        file.tensor(name, values, WIDTH);
    }
}
