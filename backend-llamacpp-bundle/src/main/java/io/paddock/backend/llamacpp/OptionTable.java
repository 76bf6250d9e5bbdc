// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every option of this backend, in the order in which they are checked: the first wrong one is named. */
final class OptionTable {
    /** What an option has to do with. */
    enum Role {
        /** How each engine behaves. */
        BOTH,
        /** How llama-server behaves; the worker has no such thing. */
        SERVER,
        /** Which program runs; the program itself is in the key. */
        CHOICE,
        /** A key; never part of an identity or of a text. */
        SECRET,
        /** How patient the kernel is; never part of an identity. */
        PATIENCE
    }

    private static final int MOST_CONTEXT = 131_072;
    private static final int LONGEST_MS = 604_800_000;
    private static final Set<String> ENGINES = Set.of("auto", "llama-server", "worker", Engines.IN_PROCESS);

    private static final List<Entry> ENTRIES = List.of(
            text(
                    "engine",
                    "auto",
                    Role.CHOICE,
                    false,
                    OptionCheck.oneOf(ENGINES),
                    "auto, llama-server, worker or"
                            + " in-process; auto: a llama-server that works, else the worker (a process that runs java-llama.cpp)"),
            text(
                    "binary_path",
                    "",
                    Role.CHOICE,
                    false,
                    OptionCheck.plainText(),
                    "llama-server's program, or a folder" + " with it; empty: LLAMA_CPP_DIR, then PATH"),
            list("launcher_args", Role.SERVER, "words between the program and its flags"),
            text(
                    "model_identity",
                    "",
                    Role.CHOICE,
                    true,
                    OptionCheck.plainText(),
                    "model to serve: the name of a GGUF" + " file without .gguf"),
            text("host", "127.0.0.1", Role.SERVER, false, OptionTable::host, "127.0.0.1; nothing else is listened on"),
            number("port", Role.SERVER, false, OptionCheck.numberOrZero(1, 65_535), "fixed port; 0: a free one"),
            text("api_prefix", "", Role.SERVER, false, OptionTable::prefix, "path before every route"),
            number(
                    "ctx_size",
                    Role.BOTH,
                    true,
                    OptionCheck.numberOrZero(64, MOST_CONTEXT),
                    "tokens one request may use;" + " 0: the model's own, at most 4096"),
            text(
                    "gpu_layers",
                    "auto",
                    Role.BOTH,
                    false,
                    OptionCheck.layers(10_000),
                    "layers put on a GPU: a number," + " auto or all"),
            number(
                    "threads",
                    Role.BOTH,
                    false,
                    OptionCheck.number(0, 1024),
                    "threads that compute; 0: one less than" + " processors"),
            number(
                    "threads_batch",
                    Role.BOTH,
                    false,
                    OptionCheck.number(0, 1024),
                    "threads that read prompts; 0: as" + " many as threads"),
            number(
                    "parallel",
                    Role.BOTH,
                    true,
                    OptionCheck.number(0, 64),
                    "requests computed at once; 0: 8, 4 or 1 by" + " the model's size"),
            text(
                    "flash_attn",
                    "auto",
                    Role.BOTH,
                    true,
                    OptionCheck.threeWay("on", "off"),
                    "flash attention: true," + " false or auto"),
            text(
                    "embeddings",
                    "auto",
                    Role.BOTH,
                    true,
                    OptionCheck.threeWay("true", "false"),
                    "whether embeddings are" + " served too: true, false or auto (where the engine can serve both)"),
            new Entry(
                    declare("api_key", "string", false, null, "key of the server; none: the runtime makes one"),
                    "",
                    Role.SECRET,
                    OptionCheck.text("[!-+\\--~]{0,512}", "visible ASCII characters without a comma")),
            text(
                    "api_key_file",
                    "",
                    Role.SERVER,
                    false,
                    OptionCheck.keyFile(),
                    "file with further keys for other" + " clients, one a line"),
            number(
                    "timeout_seconds",
                    Role.SERVER,
                    false,
                    OptionCheck.number(0, 86_400),
                    "read and write timeout of the" + " server; 0: its own"),
            number("threads_http", Role.SERVER, false, OptionCheck.number(0, 1024), "threads for HTTP; 0: its own"),
            text(
                    "pooling",
                    "auto",
                    Role.BOTH,
                    true,
                    OptionCheck.oneOf(Set.of("auto", "none", "mean", "cls", "last", "rank")),
                    "how embeddings are pooled: auto, none, mean, cls, last, rank"),
            text(
                    "chat_template",
                    "",
                    Role.BOTH,
                    true,
                    OptionCheck.text("[A-Za-z0-9._-]{0,64}", "the name of one of" + " llama.cpp's own chat templates"),
                    "one of llama.cpp's own chat templates, by name"),
            patience("ready_timeout_ms", "longest time without progress until ready"),
            patience("readiness_interval_ms", "pause between two looks at a starting engine"),
            patience("health_interval_ms", "pause between two health checks"),
            patience("stop_timeout_ms", "how long a stopping engine may take"),
            new Entry(
                    declare("environment", "map", false, null, "entries added to the server's environment"),
                    Map.of(),
                    Role.SERVER,
                    OptionCheck.environment()),
            list("extra_args", Role.SERVER, "further flags of llama-server, put last"),
            text(
                    "alias",
                    "",
                    Role.BOTH,
                    true,
                    OptionCheck.text("[^,\\p{Cntrl}]{0,128}", "at most 128 characters" + " without a comma"),
                    "name the model is served under; empty: its own"));

    private static final SortedMap<String, Entry> BY_NAME = byName();

    private OptionTable() {}

    /**
     * One option.
     *
     * @param otherwise its default, as it is kept
     */
    private record Entry(OptionDeclaration declaration, Object otherwise, Role role, OptionCheck check) {
        String name() {
            return declaration.name();
        }
    }

    /**
     * What the manifest declares.
     *
     * @param server whether a llama-server may serve, so that its options count
     */
    static List<OptionDeclaration> declarations(boolean server) {
        return ENTRIES.stream()
                .filter(entry -> server || (entry.role() != Role.SERVER && entry.role() != Role.SECRET))
                .map(Entry::declaration)
                .toList();
    }

    /** Every option with its default. */
    static SortedMap<String, Object> defaults() {
        SortedMap<String, Object> all = new TreeMap<>();
        ENTRIES.forEach(entry -> all.put(entry.name(), entry.otherwise()));
        return all;
    }

    static Role role(String name) {
        return BY_NAME.get(name).role();
    }

    /** Whether that is the option's default. */
    static boolean isDefault(String name, Object value) {
        return BY_NAME.get(name).otherwise().equals(value);
    }

    /**
     * The values to keep.
     *
     * @param prefix what stands before an option's name in a field
     * @throws InferenceException naming the first option that is unknown or has a wrong value
     */
    static SortedMap<String, Object> read(Map<String, Object> given, String prefix) {
        given.keySet().stream()
                .sorted()
                .filter(name -> !BY_NAME.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InferenceException(Problem.ofField(
                            ErrorCode.UNKNOWN_FIELD,
                            prefix + name,
                            "llamacpp has no option '" + name + "'; it has " + BY_NAME.keySet()));
                });
        SortedMap<String, Object> kept = new TreeMap<>();
        for (Entry entry : ENTRIES) {
            Optional.ofNullable(given.get(entry.name()))
                    .ifPresent(value -> kept.put(entry.name(), kept(entry, value, prefix)));
        }
        return kept;
    }

    private static Object kept(Entry entry, Object value, String prefix) {
        try {
            return entry.check().read(value);
        } catch (IllegalArgumentException e) {
            throw problem(prefix, entry.name(), e.getMessage());
        }
    }

    /** A refusal of one option. */
    static InferenceException problem(String prefix, String name, String what) {
        return new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, prefix + name, name + " " + what));
    }

    /** Engines listen on loopback; who wants them elsewhere puts the gateway there. */
    private static Object host(Object given) {
        if ("127.0.0.1".equals(given) || "localhost".equals(given)) {
            return "127.0.0.1";
        }
        throw new IllegalArgumentException(
                String.valueOf(given).endsWith(".sock")
                        ? "must be 127.0.0.1; sockets in the file system are not supported"
                        : "must be 127.0.0.1; the runtime's own address is set with PADDOCK_PORT");
    }

    private static Object prefix(Object given) {
        String text = (String) OptionCheck.text("(/?[A-Za-z0-9._~-]+)*/?", "a path of letters, digits and . _ ~ -")
                .read(given);
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return bare.isEmpty() || bare.startsWith("/") ? bare : "/" + bare;
    }

    private static SortedMap<String, Entry> byName() {
        SortedMap<String, Entry> all = new TreeMap<>();
        ENTRIES.forEach(entry -> all.put(entry.name(), entry));
        return all;
    }

    private static Entry text(
            String name, String otherwise, Role role, boolean requestable, OptionCheck check, String meaning) {
        String shown = otherwise.isEmpty() ? null : otherwise;
        return new Entry(declare(name, "string", requestable, shown, meaning), otherwise, role, check);
    }

    private static Entry number(String name, Role role, boolean requestable, OptionCheck check, String meaning) {
        return new Entry(declare(name, "integer", requestable, "0", meaning), 0, role, check);
    }

    private static Entry patience(String name, String meaning) {
        String whole = meaning + ", in ms; 0: as configured for all";
        return number(name, Role.PATIENCE, false, OptionCheck.number(0, LONGEST_MS), whole);
    }

    private static Entry list(String name, Role role, String meaning) {
        return new Entry(declare(name, "list", false, null, meaning), List.of(), role, OptionCheck.words());
    }

    private static OptionDeclaration declare(
            String name, String type, boolean requestable, String otherwise, String meaning) {
        return new OptionDeclaration(name, type, requestable, otherwise, meaning);
    }
}
