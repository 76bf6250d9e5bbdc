// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

/**
 * What one llama-server is to do with its model.
 *
 * @param writes whether it writes text
 * @param embeds whether it makes embeddings
 * @param ranks whether it orders documents
 */
record ServerRole(boolean writes, boolean embeds, boolean ranks) {
    /** Decides it: a build that serves either text or embeddings serves text, unless embeddings were asked for. */
    static ServerRole of(LlamaCppOptions options, ModelFile model, ServerBuild build) {
        String architecture = model.header().architecture();
        boolean embedder = SupportedModels.isEmbedder(architecture);
        boolean able = SupportedModels.embeds(architecture);
        if (options.pooling().equals("rank")) {
            return new ServerRole(false, false, true);
        }
        boolean embeds = switch (options.embeddings()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                embedder || (able && build.servesBoth() && !options.pooling().equals("none"));
        };
        return new ServerRole(!embedder && (!embeds || build.servesBoth()), embeds, false);
    }
}
