// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** How a client talks to an endpoint. */
public enum Protocol implements WireNamed {
    /** OpenAI chat completions, with and without streaming. */
    OPENAI_CHAT_COMPLETIONS,
    /** OpenAI text completions. */
    OPENAI_COMPLETIONS,
    /** OpenAI embeddings. */
    OPENAI_EMBEDDINGS
}
