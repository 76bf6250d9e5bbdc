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

    @AttributeDefinition(description = "Layers put on a GPU: a number, auto or all")
    String gpu__layers() default "auto";

    @AttributeDefinition(description = "Flash attention: true, false or auto")
    String flash__attn() default "auto";

    @AttributeDefinition(description = "Whether instances serve embeddings too: true, false or auto")
    String embeddings() default "auto";

    @AttributeDefinition(description = "How embeddings are pooled: auto, none, mean, cls, last or rank")
    String pooling() default "auto";

    @AttributeDefinition(description = "One of llama.cpp's own chat templates; empty: the model's")
    String chat__template() default "";

    @AttributeDefinition(description = "auto, llama-server, worker or in-process")
    String engine() default "auto";

    @AttributeDefinition(description = "llama-server's program or a folder with it; empty: LLAMA_CPP_DIR, then PATH")
    String binary__path() default "";

    @AttributeDefinition(description = "Words between llama-server's program and its flags")
    String[] launcher__args() default {};

    @AttributeDefinition(description = "Where instances run: local_subprocess or ssh_exec")
    String surface() default "local_subprocess";

    @AttributeDefinition(description = "Name of the ssh target on which a request may run instances; empty: none")
    String ssh__target() default "";

    @AttributeDefinition(description = "llama-server on that target: a path, or a name on the PATH there")
    String ssh__program() default "llama-server";

    @AttributeDefinition(description = "GGUF files on that target: absolute paths or NAME=PATH, with commas between")
    String[] ssh__models() default {};

    @AttributeDefinition(description = "Fixed port of llama-server; 0: a free one")
    int port() default 0;

    @AttributeDefinition(description = "Path before every route of llama-server")
    String api__prefix() default "";

    @AttributeDefinition(description = "Key of llama-server; empty: the runtime makes one for each instance")
    String api__key() default "";

    @AttributeDefinition(description = "File with further keys of llama-server, one a line")
    String api__key__file() default "";

    @AttributeDefinition(description = "Read and write timeout of llama-server in seconds; 0: its own")
    int timeout__seconds() default 0;

    @AttributeDefinition(description = "Threads of llama-server for HTTP; 0: its own")
    int threads__http() default 0;

    @AttributeDefinition(description = "Entries NAME=VALUE added to llama-server's environment")
    String[] environment() default {};

    @AttributeDefinition(description = "Further flags of llama-server, put last")
    String[] extra__args() default {};

    @AttributeDefinition(description = "Stop an instance after this long without a lease, in ms; 0: never")
    long idle__after__ms() default 600_000;

    @AttributeDefinition(description = "Longest time without progress until an instance is ready, in ms")
    long ready__within__ms() default 180_000;
}
