// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.paddock.testmodel.Natives;
import io.paddock.testmodel.TinyModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real worker with a random model, over HTTP. */
class WorkerAnswersTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String NEVER_ENDS = "\"logit_bias\":{\"2\":-100,\"4\":-100}";

    @TempDir
    static Path work;

    private static WorkerProcess worker;

    @BeforeAll
    static void start() throws Exception {
        Path natives = Natives.folder(work.resolve("native"));
        Path model = TinyModel.writer().write(work.resolve("tiny.gguf"));
        worker = WorkerProcess.start(work, natives, model, "--ctx-size", "512", "--parallel", "8", "--queue", "32");
        worker.awaitHealth("ok");
    }

    @AfterAll
    static void stop() throws Exception {
        if (worker != null) {
            worker.close();
        }
    }

    private static String user(String content, String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":" + quoted(content) + "}]," + more + "}";
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static String saying(String text) {
        return "\"grammar\":" + quoted("root ::= " + quoted(text));
    }

    private static String content(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    @Test
    void a_chat_answer_has_openai_s_shape_and_true_counts() throws Exception {
        JsonNode answer = worker.ask(CHAT, user("hi", "\"max_tokens\":8,\"temperature\":0," + NEVER_ENDS));

        assertEquals("chat.completion", answer.path("object").asText());
        assertTrue(answer.path("id").asText().startsWith("chatcmpl-"));
        assertEquals("tiny", answer.path("model").asText());
        assertEquals("assistant", answer.at("/choices/0/message/role").asText());
        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
        assertEquals(8, answer.at("/usage/completion_tokens").asInt());
        // begin, <|im_start|>, "user\n", "hi", <|im_end|>, "\n", <|im_start|>, "assistant\n"
        assertEquals(
                1 + 1 + 5 + 2 + 1 + 1 + 1 + 10,
                answer.at("/usage/prompt_tokens").asInt());
        assertEquals(8 + 22, answer.at("/usage/total_tokens").asInt());
    }

    @Test
    void a_stream_says_the_same_as_a_whole_answer() throws Exception {
        String ask = "\"max_tokens\":24,\"temperature\":0," + NEVER_ENDS;
        String whole = worker.ask(CHAT, user("same", ask))
                .at("/choices/0/message/content")
                .asText();

        List<JsonNode> chunks =
                worker.stream(CHAT, user("same", ask + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertEquals("assistant", chunks.get(0).at("/choices/0/delta/role").asText());
        assertEquals(whole, content(chunks));
        JsonNode last = chunks.get(chunks.size() - 2);
        assertEquals("length", last.at("/choices/0/finish_reason").asText());
        JsonNode usage = chunks.get(chunks.size() - 1);
        assertEquals(0, usage.path("choices").size());
        assertEquals(24, usage.at("/usage/completion_tokens").asInt());
        assertEquals(
                1,
                chunks.stream()
                        .map(chunk -> chunk.path("id").asText())
                        .distinct()
                        .count());
    }

    @Test
    void an_answer_that_the_model_ends_says_stop_and_counts_its_tokens() throws Exception {
        JsonNode answer = worker.ask(CHAT, user("x", saying("done")));

        assertEquals("done", answer.at("/choices/0/message/content").asText());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        assertEquals(4 + 1, answer.at("/usage/completion_tokens").asInt()); // and the token that ends it
    }

    @Test
    void an_answer_that_ends_where_the_limit_is_says_length() throws Exception {
        JsonNode answer = worker.ask(CHAT, user("x", "\"max_tokens\":4," + saying("done")));

        assertEquals("done", answer.at("/choices/0/message/content").asText());
        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
    }

    @Test
    void characters_of_many_tokens_arrive_whole() throws Exception {
        String text = "\u00e4\u20ac\ud83d\ude00z";
        List<JsonNode> chunks = worker.stream(
                CHAT, user(text, saying(text) + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertEquals(text, content(chunks));
        chunks.forEach(chunk ->
                assertFalse(chunk.at("/choices/0/delta/content").asText("").contains("\ufffd"), chunk.toString()));
        int tokens = text.getBytes(StandardCharsets.UTF_8).length + 1;
        assertEquals(
                tokens,
                chunks.get(chunks.size() - 1).at("/usage/completion_tokens").asInt());
    }

    @Test
    void stop_texts_cut_across_tokens() throws Exception {
        JsonNode answer = worker.ask(CHAT, user("x", "\"stop\":[\"zzz\",\"lo w\"]," + saying("hello world")));

        assertEquals("hel", answer.at("/choices/0/message/content").asText());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
    }

    @Test
    void sixteen_streams_at_once_each_get_their_own_answer() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String mine = "stream number " + i + " says this and nothing else";
                answers.add(clients.submit(() ->
                        content(worker.stream(CHAT, user("go", saying(mine) + ",\"stream\":true")))));
            }
            for (int i = 0; i < 16; i++) {
                assertEquals(
                        "stream number " + i + " says this and nothing else",
                        answers.get(i).get());
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void a_json_schema_is_kept_by_a_model_that_knows_nothing() throws Exception {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"age\":{\"type\":\"integer\",\"minimum\":3,\"maximum\":17},"
                        + "\"tags\":{\"type\":\"array\",\"items\":{\"enum\":[\"a\",\"b\"]},\"minItems\":1,\"maxItems\":3},"
                        + "\"name\":{\"type\":\"string\",\"maxLength\":6}},\"required\":[\"age\",\"tags\",\"name\"],"
                        + "\"additionalProperties\":false}";
        for (int seed = 1; seed <= 5; seed++) {
            JsonNode answer = worker.ask(
                    CHAT,
                    user(
                            "x",
                            "\"seed\":" + seed + ",\"temperature\":1.5,\"response_format\":{\"type\":\"json_schema\","
                                    + "\"json_schema\":{\"name\":\"n\",\"strict\":true,\"schema\":" + schema + "}}"));
            assertEquals("stop", answer.at("/choices/0/finish_reason").asText(), answer.toString());
            JsonNode said = WorkerProcess.JSON.readTree(
                    answer.at("/choices/0/message/content").asText());
            assertEquals(3, said.size());
            assertTrue(said.path("age").asInt() >= 3 && said.path("age").asInt() <= 17, said.toString());
            assertTrue(said.path("tags").size() >= 1 && said.path("tags").size() <= 3, said.toString());
        }
    }

    @Test
    void a_user_cannot_write_control_tokens() throws Exception {
        int control = tokensOf("<|im_end|>");
        int plain = tokensOf("<|im_end|x");

        assertEquals(plain, control);
    }

    private static int tokensOf(String content) throws Exception {
        return worker.ask(CHAT, user(content, "\"max_tokens\":1"))
                .at("/usage/prompt_tokens")
                .asInt();
    }

    @Test
    void text_completions_have_their_own_shape() throws Exception {
        JsonNode answer = worker.ask("/v1/completions", "{\"prompt\":\"a\"," + saying("b") + "}");

        assertEquals("text_completion", answer.path("object").asText());
        assertEquals("b", answer.at("/choices/0/text").asText());
        assertEquals(2, answer.at("/usage/prompt_tokens").asInt());
    }

    @Test
    void embeddings_come_as_numbers_and_as_base64() throws Exception {
        JsonNode numbers = worker.ask("/v1/embeddings", "{\"input\":[\"one\",\"two\"]}");
        JsonNode base64 = worker.ask("/v1/embeddings", "{\"input\":\"one\",\"encoding_format\":\"base64\"}");

        assertEquals(2, numbers.path("data").size());
        assertEquals(8, numbers.at("/usage/prompt_tokens").asInt());
        JsonNode vector = numbers.at("/data/0/embedding");
        assertEquals(64, vector.size());
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(base64.at("/data/0/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        double length = 0;
        for (int i = 0; i < 64; i++) {
            assertEquals(vector.get(i).asDouble(), bytes.getFloat(), 1e-4);
            length += vector.get(i).asDouble() * vector.get(i).asDouble();
        }
        assertEquals(1, length, 1e-3);
    }

    /** The library ends its process when a text has fewer tokens than its slot has a number. */
    @Test
    void short_texts_can_be_embedded_however_many_slots_there_are() throws Exception {
        JsonNode first = worker.ask("/v1/embeddings", "{\"input\":\"x\"}").at("/data/0/embedding");

        for (int i = 0; i < 10; i++) {
            worker.ask(CHAT, user("hi", "\"max_tokens\":1"));
            assertEquals(
                    first, worker.ask("/v1/embeddings", "{\"input\":\"x\"}").at("/data/0/embedding"));
        }
    }

    @Test
    void an_answer_without_a_limit_ends_with_the_context() throws Exception {
        JsonNode answer = worker.ask(CHAT, user("x".repeat(400), NEVER_ENDS));

        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
        assertEquals(512 - 1, answer.at("/usage/total_tokens").asInt());
    }

    @Test
    void text_parts_are_joined_and_every_role_has_a_place() throws Exception {
        JsonNode answer = worker.ask(
                CHAT,
                "{\"messages\":[{\"role\":\"developer\",\"content\":\"a\"},{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"b\"},{\"type\":\"text\",\"text\":\"c\"}]},"
                        + "{\"role\":\"assistant\",\"content\":\"d\"},{\"role\":\"tool\",\"content\":\"e\"}],"
                        + saying("f") + "}");

        assertEquals("f", answer.at("/choices/0/message/content").asText());
    }
}
