// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/**
 * An HTTP answer.
 *
 * @param status its status
 * @param json its body; a missing node when that is no JSON
 */
record LoopbackAnswer(int status, JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LoopbackAnswer of(int status, byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return new LoopbackAnswer(status, tree == null ? MissingNode.getInstance() : tree);
        } catch (IOException e) {
            return new LoopbackAnswer(status, MissingNode.getInstance());
        }
    }
}
