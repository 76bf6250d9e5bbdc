// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.spi.ModelFacts;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a model can do with an engine, as far as its file and its options tell before it runs. Pure. */
final class Abilities {
    /** A template that takes tools has that variable; the server itself renders it and looks, when it runs. */
    private static final Pattern TOOLS = Pattern.compile("\\btools\\b");

    private Abilities() {}

    static ModelFacts.Known of(Engines.Choice choice, LlamaCppOptions options, ModelFile model) {
        if (!choice.isServer()) {
            String architecture = model.header().architecture();
            boolean embeds = !options.embeddings().equals("false") && SupportedModels.embeds(architecture);
            boolean writes = !SupportedModels.isEmbedder(architecture);
            return new ModelFacts.Known(Manifests.worker(writes, embeds), protocols(writes));
        }
        ServerRole role = ServerRole.of(options, model, choice.server().build());
        Map<Capability, Support> capabilities =
                Manifests.server(role, options.chatTemplate().isEmpty());
        capabilities.replace(Capability.TOOL_CALLING, Support.UNKNOWN, takesTools(model));
        return new ModelFacts.Known(capabilities, protocols(role.writes()));
    }

    private static Support takesTools(ModelFile model) {
        return model.header()
                        .text("tokenizer.chat_template")
                        .filter(template -> TOOLS.matcher(template).find())
                        .isPresent()
                ? Support.YES
                : Support.NO;
    }

    /** What writes may make vectors too; what does not has nothing else. */
    private static Set<Protocol> protocols(boolean writes) {
        return writes ? Set.of() : Set.of(Protocol.OPENAI_EMBEDDINGS);
    }
}
