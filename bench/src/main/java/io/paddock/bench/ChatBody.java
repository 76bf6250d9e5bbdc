// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

/** Bodies of streamed chat calls. */
final class ChatBody {
    private ChatBody() {}

    /** A question in plain words, so that nothing has to be escaped; the answer ends with its usage. */
    static String of(String model, String question, int maxTokens) {
        return "{\"model\":\"" + model + "\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + "\"max_tokens\":" + maxTokens + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + question
                + "\"}]}";
    }
}
