// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

/** What llama-servers of different ages say about themselves, shortened; for tests. */
final class Builds {
    /** The columns of the real thing: explanations begin at the 41st. */
    static final String NEW_HELP = """
            ----- common params -----

            -h,    --help, --usage                  print usage and exit
            --version                               show version and build info
            -t,    --threads N                      number of CPU threads to use (default: <num_cpus>)
            -tb,   --threads-batch N                number of threads to use during batch processing
            -c,    --ctx-size N                     size of the prompt context (default: 0)
            -fa,   --flash-attn [on|off|auto]       set Flash Attention use ('on', 'off', or 'auto', default: 'auto')
            -ngl,  --gpu-layers, --n-gpu-layers N   max. number of layers to store in VRAM, either an exact number,
                                                    'auto', or 'all' (default: auto)
            -m,    --model FNAME                    model path to load
            --offline                               Offline mode: forces use of cache, prevents network access
            --pooling {none,mean,cls,last,rank}     pooling type for embeddings, use model default if unspecified
            -np,   --parallel N                     number of server slots (default: -1, -1 = auto)
            -a,    --alias STRING                   set model name aliases, comma-separated (to be used by API)
            --host HOST                             IP addresses to listen on
            --port PORT                             port to listen (default: 9931)
            --api-prefix PREFIX                     prefix path the server serves from, without the trailing slash
            --ui,  --webui, --no-ui, --no-webui     whether to enable the Web UI (default: enabled)
            --embedding, --embeddings               restrict to only support embedding use case
            --rerank, --reranking                   enable reranking endpoint on server (default: disabled)
            --api-key KEY                           API key to use for authentication
                                                    (env: LLAMA_API_KEY)
            --api-key-file FNAME                    path to file containing API keys, one per line
            -to,   --timeout N                      server read/write timeout in seconds (default: 3600)
            --threads-http N                        number of threads used to process HTTP requests (default: -1)
            --metrics                               enable prometheus compatible metrics endpoint
            --jinja, --no-jinja                     whether to use jinja template engine for chat (default: enabled)
            --chat-template JINJA_TEMPLATE          set custom jinja chat template (default: template taken from
                                                    model's metadata)
                                                    list of built-in templates:
                                                    bailing, chatml, gpt-oss,
                                                    llama3
                                                    (env: LLAMA_ARG_CHAT_TEMPLATE)
            """;

    /** Before flags took words, without a prefix, threads for HTTP, or the newer switches. */
    static final String OLD_HELP = """
            -h,    --help, --usage                  print usage and exit
            --version                               show version and build info
            -t,    --threads N                      number of threads to use during generation (default: -1)
            -tb,   --threads-batch N                number of threads to use during batch and prompt processing
            -c,    --ctx-size N                     size of the prompt context (default: 4096, 0 = loaded from model)
            -fa,   --flash-attn                     enable Flash Attention (default: disabled)
            -ngl,  --gpu-layers, --n-gpu-layers N   number of layers to store in VRAM
            -m,    --model FNAME                    model path
            --pooling {none,mean,cls,last}          pooling type for embeddings, use model default if unspecified
            -np,   --parallel N                     number of parallel sequences to decode (default: 1)
            -a,    --alias STRING                   set alias for model name (to be used by REST API)
            --host HOST                             ip address to listen (default: 127.0.0.1)
            --port PORT                             port to listen (default: 8080)
            --no-webui                              Disable the Web UI (default: enabled)
            --embedding, --embeddings               restrict to only support embedding use case
            --api-key KEY                           API key to use for authentication (default: none)
                                                    (env: LLAMA_API_KEY)
            --jinja                                 use jinja template for chat (default: disabled)
            --chat-template JINJA_TEMPLATE          set custom jinja chat template
                                                    list of built-in templates:
                                                    chatml, llama3
                                                    (env: LLAMA_ARG_CHAT_TEMPLATE)
            """;

    static final ServerBuild NEW = ServerBuild.read(
                    "version: 0.7.0 (build 11669, commit x)\nbuilt with GNU\n", NEW_HELP)
            .orElseThrow();
    static final ServerBuild OLD = ServerBuild.read("version: 4916 (c6af2161)\nbuilt with cc\n", OLD_HELP)
            .orElseThrow();

    private Builds() {}
}
