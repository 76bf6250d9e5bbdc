// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.worker.Refusal;
import io.paddock.worker.engine.EngineFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How an answer is wanted: what chat and text completions have in common.
 *
 * @param stream whether it is wanted piece by piece
 * @param usage whether a stream is to end with counts
 * @param maxTokens longest answer, or absent
 * @param stops texts that end it
 * @param sampling settings by llama.cpp's names
 * @param grammar checked grammar, or null
 */
record Ask(
        boolean stream,
        boolean usage,
        OptionalLong maxTokens,
        List<String> stops,
        Map<String, Object> sampling,
        String grammar) {
    private static final int MOST_STOPS = 4;
    private static final long RANDOM_SEED = 0xffff_ffffL;

    static Ask of(Fields fields, EngineFacts facts) {
        fields.refuse("n", fields.integer("n", 1, 128).orElse(1) != 1, "n must be 1: one answer per request");
        boolean stream = fields.flag("stream", false);
        boolean usage = new Fields(fields.get("stream_options")).flag("include_usage", false);
        OptionalLong most = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        OptionalLong older = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        return new Ask(
                stream,
                usage,
                most.isPresent() ? most : older,
                stops(fields.get("stop")),
                sampling(fields, facts.vocabulary().size()),
                AnswerFormat.grammar(fields));
    }

    private static List<String> stops(JsonNode stop) {
        List<String> stops = new ArrayList<>();
        if (stop.isTextual()) {
            stops.add(stop.textValue());
        } else if (stop.isArray()) {
            stop.forEach(each -> stops.add(each.isTextual() ? each.textValue() : ""));
        } else if (!stop.isMissingNode()) {
            stops.add("");
        }
        if (stops.size() > MOST_STOPS || stops.contains("")) {
            throw Refusal.invalid("stop", "stop must be a text, or a list of at most " + MOST_STOPS + ", none empty");
        }
        return stops;
    }

    private static Map<String, Object> sampling(Fields fields, int vocabulary) {
        Map<String, Object> sampling = new HashMap<>();
        number(fields, sampling, "temperature", 0, 2);
        number(fields, sampling, "top_p", 0, 1);
        number(fields, sampling, "min_p", 0, 1);
        number(fields, sampling, "presence_penalty", -2, 2);
        number(fields, sampling, "frequency_penalty", -2, 2);
        number(fields, sampling, "repeat_penalty", 0.01, 10);
        fields.integer("top_k", 0, 1_000_000).ifPresent(value -> sampling.put("top_k", value));
        fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(seed -> {
            long low = seed & RANDOM_SEED;
            sampling.put("seed", low == RANDOM_SEED ? low - 1 : low); // all ones would mean "any"
        });
        if (fields.has("logit_bias")) {
            sampling.put("logit_bias", biases(fields.get("logit_bias"), vocabulary));
        }
        return sampling;
    }

    private static void number(Fields fields, Map<String, Object> sampling, String name, double least, double most) {
        fields.number(name, least, most).ifPresent(value -> sampling.put(name, value));
    }

    private static List<List<Object>> biases(JsonNode given, int vocabulary) {
        List<List<Object>> biases = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            double bias = entry.getValue().asDouble(Double.NaN);
            boolean known = entry.getKey().matches("[0-9]{1,9}") && Integer.parseInt(entry.getKey()) < vocabulary;
            if (!known || !(bias >= -100 && bias <= 100)) {
                throw refusedBiases(vocabulary);
            }
            Object weight = bias;
            if (bias == -100) {
                weight = false; // llama.cpp's way to say never
            }
            biases.add(List.of(Integer.parseInt(entry.getKey()), weight));
        }
        if (!given.isObject()) {
            throw refusedBiases(vocabulary);
        }
        return biases;
    }

    private static Refusal refusedBiases(int vocabulary) {
        return Refusal.invalid(
                "logit_bias",
                "logit_bias must map numbers of tokens (0 to " + (vocabulary - 1) + ") to numbers from -100 to 100");
    }
}
