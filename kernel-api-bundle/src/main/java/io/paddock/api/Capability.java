// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** What a model endpoint may be able to do. */
public enum Capability implements WireNamed {
    /** Answers arrive token by token. */
    STREAMING,
    /** The model may call tools. */
    TOOL_CALLING,
    /** Texts become vectors. */
    EMBEDDINGS,
    /** Documents are ordered by relevance. */
    RERANK,
    /** Images are understood. */
    VISION,
    /** Answers can be forced into a JSON schema. */
    JSON_SCHEMA,
    /** Token probabilities are returned. */
    LOGPROBS,
    /** The model may think before it answers. */
    THINKING
}
