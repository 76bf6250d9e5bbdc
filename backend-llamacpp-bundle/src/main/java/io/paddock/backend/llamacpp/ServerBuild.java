// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one build of llama-server says about itself.
 *
 * @param version what it prints, for example {@code 0.7.0 (build 11669)} or {@code 6123 (79c1160b)}
 * @param flags its flags, each with the text that explains it
 * @param devices what it can compute on, the processor first; empty when it does not say
 */
record ServerBuild(String version, Map<String, String> flags, List<String> devices) {
    /** The flag that makes it list its devices. */
    static final String LIST_DEVICES = "--list-devices";

    private static final Pattern VERSION = Pattern.compile("(?m)^version: *([^\\r\\n]{1,100})$");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--?[A-Za-z][A-Za-z0-9-]*");
    private static final Pattern TEMPLATES = Pattern.compile("built-in templates:([^()]*)");
    private static final Pattern RELEASE = Pattern.compile("[0-9]+\\.[0-9]+.*");
    private static final Pattern DEVICE = Pattern.compile("(?m)^ +([A-Za-z]+)[0-9]*: ");
    private static final Pattern NUMBERED = Pattern.compile("([0-9]+)( \\([0-9a-f]+\\))?");
    private static final String PROCESSOR = "cpu";
    private static final Map<String, String> SHORT = Map.of("mtl", "metal");
    private static final int NAMES_END = 40; // explanations begin in this column

    ServerBuild {
        flags = Map.copyOf(flags);
        devices = List.copyOf(devices);
    }

    /** Reads what {@code --version} and {@code --help} print; empty when it is no llama-server. */
    static Optional<ServerBuild> read(String version, String help) {
        Map<String, String> flags = flags(help);
        if (!flags.containsKey("--model") || !flags.containsKey("--port")) {
            return Optional.empty();
        }
        Matcher said = VERSION.matcher(version);
        return Optional.of(new ServerBuild(said.find() ? said.group(1).strip() : "unknown", flags, List.of()));
    }

    private static Map<String, String> flags(String help) {
        Map<String, String> flags = new HashMap<>();
        Set<String> current = Set.of();
        StringBuilder text = new StringBuilder();
        for (String line : help.split("\\R", -1)) {
            boolean begins = line.strip().startsWith("-") && line.indexOf('-') < 4 && !line.startsWith("---");
            if (begins) {
                keep(flags, current, text);
                current = names(line);
                text.setLength(0);
            }
            text.append(line).append('\n');
        }
        keep(flags, current, text);
        return flags;
    }

    private static void keep(Map<String, String> flags, Set<String> names, StringBuilder text) {
        names.forEach(name -> flags.put(name, text.toString()));
    }

    private static Set<String> names(String line) {
        boolean columns = line.length() > NAMES_END && line.charAt(NAMES_END - 1) == ' ';
        Set<String> names = new TreeSet<>();
        FLAG.matcher(columns ? line.substring(0, NAMES_END) : line)
                .results()
                .forEach(found -> names.add(found.group()));
        return names;
    }

    /** Whether it knows that flag. */
    boolean has(String flag) {
        return flags.containsKey(flag);
    }

    /** The first of those flags that it knows. */
    Optional<String> first(String... names) {
        return Arrays.stream(names).filter(this::has).findFirst();
    }

    /** Whether its explanation of that flag has that text. */
    boolean says(String flag, String text) {
        return flags.getOrDefault(flag, "").contains(text);
    }

    /** Names of its own chat templates; empty when it does not list them. */
    List<String> templates() {
        String text = flags.getOrDefault("--chat-template", "").replaceAll("\\s+", " ");
        Matcher listed = TEMPLATES.matcher(text);
        return listed.find()
                ? Arrays.stream(listed.group(1).split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .sorted()
                        .collect(Collectors.toList())
                : List.of();
    }

    /** Whether one process serves text and embeddings. Builds with a release number do; older ones serve either. */
    boolean servesBoth() {
        return RELEASE.matcher(version).matches();
    }

    /** The same with what it prints when asked for its devices. */
    ServerBuild listing(String said) {
        TreeSet<String> more = new TreeSet<>();
        DEVICE.matcher(said).results().forEach(found -> {
            String type = found.group(1).toLowerCase(Locale.ROOT);
            more.add(SHORT.getOrDefault(type, type));
        });
        more.remove(PROCESSOR);
        List<String> all = new ArrayList<>(List.of(PROCESSOR));
        all.addAll(more);
        return new ServerBuild(version, flags, all);
    }

    /** The build of llama.cpp: {@code b6123 (79c1160b)}, or the release as it is; null when unknown. */
    String llamaCpp() {
        if (version.equals("unknown")) {
            return null;
        }
        return NUMBERED.matcher(version).matches() ? "b" + version : version;
    }

    /** In words, for people. */
    String inWords() {
        return "llama-server " + version;
    }
}
