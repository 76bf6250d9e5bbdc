// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration with the PID {@code io.paddock.backend.llamacpp}. {@link Settings} gives the meanings. */
@ObjectClassDefinition(name = "Paddock llama.cpp backend")
@interface Config {
    /** PID of this configuration. */
    String PID = "io.paddock.backend.llamacpp";

    @AttributeDefinition(description = "Folder with GGUF files; empty: models in the runtime's home")
    String models__folder() default "";

    @AttributeDefinition(description = "Further GGUF files, as paths")
    String[] model__files() default {};

    @AttributeDefinition(description = "Model that is served when a request names none")
    String default__model() default "paddock-demo";

    @AttributeDefinition(description = "Tokens one request may use; 0: the model's own context, at most 4096")
    int ctx__size() default 0;

    @AttributeDefinition(description = "Threads that compute; 0: one less than there are processors")
    int threads() default 0;

    @AttributeDefinition(description = "Threads that read prompts; 0: as many as threads")
    int threads__batch() default 0;

    @AttributeDefinition(description = "Requests computed at once; 0: 8, 4 or 1 by the size of the model")
    int parallel() default 0;

    @AttributeDefinition(description = "Layers put on a GPU, if the engine was built for one")
    int gpu__layers() default 0;

    @AttributeDefinition(description = "Whether to use flash attention")
    boolean flash__attn() default false;

    @AttributeDefinition(description = "Whether instances serve embeddings too")
    boolean embeddings() default true;

    @AttributeDefinition(description = "How embeddings are pooled: auto, last, cls or mean")
    String pooling() default "auto";

    @AttributeDefinition(description = "One of llama.cpp's own chat templates; empty: the model's")
    String chat__template() default "";

    @AttributeDefinition(description = "auto or worker")
    String engine() default "auto";

    @AttributeDefinition(description = "Stop an instance after this long without a lease, in ms; 0: never")
    long idle__after__ms() default 600_000;

    @AttributeDefinition(description = "Longest time without progress until an instance is ready, in ms")
    long ready__within__ms() default 180_000;
}
