// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

/**
 * One answer of the fake engine, and how it reads in JSON. Names are words, so nothing has to be escaped.
 *
 * @param name the request's name
 * @param model the model's name
 * @param chat whether it is a chat answer, else a text completion
 * @param tokens its length
 * @param cut whether the request's limit cut it
 * @param streamUsage whether a stream ends with the usage
 */
record Generation(String name, String model, boolean chat, int tokens, boolean cut, boolean streamUsage) {
    private static final int PROMPT_TOKENS = 1;

    /** A server-sent event with one token. */
    String event(int index) {
        String text = FakeEngine.token(name, index);
        String role = index == 0 ? "\"role\":\"assistant\"," : "";
        String piece = chat ? "\"delta\":{" + role + "\"content\":\"" + text + "\"}" : "\"text\":\"" + text + "\"";
        return "data: " + head(".chunk") + ",\"choices\":[{\"index\":0," + piece + ",\"finish_reason\":null}]}\n\n";
    }

    /** The last events, with usage if it was asked for. */
    String ending() {
        String piece = chat ? "\"delta\":{}" : "\"text\":\"\"";
        String last = "data: " + head(".chunk") + ",\"choices\":[{\"index\":0," + piece + "," + finish() + "}]}\n\n";
        String usage = streamUsage ? "data: " + head(".chunk") + ",\"choices\":[]," + usage() + "}\n\n" : "";
        return last + usage + "data: [DONE]\n\n";
    }

    /** The whole answer as one object. */
    String whole() {
        String text = FakeEngine.expected(name, tokens);
        String piece = chat
                ? "\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"}"
                : "\"text\":\"" + text + "\"";
        return head("") + ",\"choices\":[{\"index\":0," + piece + "," + finish() + "}]," + usage() + "}";
    }

    private String head(String chunk) {
        String object = chat ? "chat.completion" + chunk : "text_completion";
        return "{\"id\":\"fake-" + name + "\",\"object\":\"" + object + "\",\"created\":0,\"model\":\"" + model + "\"";
    }

    private String finish() {
        return "\"finish_reason\":\"" + (cut ? "length" : "stop") + "\"";
    }

    private String usage() {
        return "\"usage\":{\"prompt_tokens\":" + PROMPT_TOKENS + ",\"completion_tokens\":" + tokens
                + ",\"total_tokens\":" + (PROMPT_TOKENS + tokens) + "}";
    }
}
