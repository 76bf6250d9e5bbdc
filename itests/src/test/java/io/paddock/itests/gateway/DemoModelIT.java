// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.SharedPaddock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The bundled model keeps its promise: at least 85 of 100 held-out questions are answered right. Right means that the
 * answer holds one alternative of every keyword group, whatever the case, and that the model stopped by itself.
 */
@ExtendWith(SharedPaddock.class)
class DemoModelIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HELD_OUT =
            Path.of(System.getProperty("paddock.project"), "tools/demo-model/heldout.jsonl");

    @Test
    void held_out_questions_are_answered_right(Paddock paddock) throws Exception {
        Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel("paddock-demo"));
        assertEquals(201, ensured.status(), ensured.body());
        assertTrue(ensured.text("/endpoint/metadata/engine").startsWith("java-llama.cpp "), ensured.body());
        List<String> wrong = new ArrayList<>();
        TreeSet<String> families = new TreeSet<>();
        List<String> lines = Files.readAllLines(HELD_OUT);
        for (String line : lines) {
            JsonNode entry = JSON.readTree(line);
            families.add(entry.at("/family").asText());
            Answer answer = ask(paddock, entry.at("/question").asText());
            assertEquals(200, answer.status(), answer.body());
            String text = answer.text("/choices/0/message/content");
            if (!isRight(entry.at("/expect"), text)
                    || !answer.text("/choices/0/finish_reason").equals("stop")) {
                wrong.add(entry.at("/question").asText() + " -> " + text);
            }
        }
        int right = lines.size() - wrong.size();
        System.out.printf(Locale.ROOT, "Bundled model: %d of %d held-out questions right%n", right, lines.size());
        assertTrue(families.size() >= 40, "families: " + families.size());
        assertTrue(right * 100 >= lines.size() * 85, right + " of " + lines.size() + "; wrong: " + wrong);
    }

    @Test
    void the_shipped_file_is_the_one_in_the_tools_folder_and_small(Paddock paddock) throws Exception {
        Path shipped = paddock.home().resolve("models/paddock-demo.gguf");
        Path made = Path.of(System.getProperty("paddock.project"), "tools/demo-model/paddock-demo.gguf");
        assertEquals(-1, Files.mismatch(shipped, made));
        assertTrue(Files.size(shipped) <= 4 << 20, "size: " + Files.size(shipped));
    }

    private static boolean isRight(JsonNode groups, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (JsonNode group : groups) {
            boolean found = false;
            for (JsonNode alternative : group) {
                found |= lower.contains(alternative.asText());
            }
            if (!found) {
                return false;
            }
        }
        return !groups.isEmpty();
    }

    private static Answer ask(Paddock paddock, String question) throws Exception {
        ObjectNode body = JSON.createObjectNode()
                .put("model", "paddock-demo")
                .put("temperature", 0)
                .put("max_tokens", 120);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return paddock.post("/v1/chat/completions", body.toString());
    }
}
