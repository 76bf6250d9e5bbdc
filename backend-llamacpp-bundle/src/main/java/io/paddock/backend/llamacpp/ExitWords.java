// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last words of a llama-server mean, as sentences without paths. Pure. */
final class ExitWords {
    private static final int SIGNAL = 128;

    /** From the clearest sign to the vaguest. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(
                    "error while loading shared libraries: ([^:/]{1,80}):",
                    "it needs the shared library %s, which this system does not have; install it, or set LD_LIBRARY_PATH"),
            new Meaning(
                    "Library not loaded: .*?([^/\\s]{1,80})$", "it needs the shared library %s, which is not there"),
            new Meaning("GLIBC(?:XX)?_[0-9.]+' not found", "it was built for a newer system than this one"),
            new Meaning(
                    "unknown model architecture: '([^']{1,80})'",
                    "this build does not know the model's architecture" + " '%s'; take a newer llama.cpp"),
            new Meaning(
                    "(?:error|invalid argument|unknown argument): (?:invalid argument: )?(--?[A-Za-z0-9-]{1,60})",
                    "this build does not take the argument %s"),
            new Meaning(
                    "error while handling argument \"(--?[A-Za-z0-9-]{1,60})\"",
                    "this build does not take that value" + " for %s"),
            new Meaning("couldn't bind|failed to bind|address already in use", "its port was taken by another process"),
            new Meaning(
                    "corrupted or incomplete|not within the file bounds|unexpectedly reached end of file|invalid magic",
                    "the model's file is cut or damaged; get it again"),
            new Meaning(
                    "(?i)out of memory|failed to allocate|cudaMalloc failed|unable to allocate|bad_alloc|insufficient"
                            + " memory",
                    "there is not enough memory for this model and context; use a smaller ctx_size, parallel"
                            + " or model"),
            new Meaning(
                    "no backends are loaded|failed to find a backend|no usable backend",
                    "this build found no compute" + " backend for this processor"),
            new Meaning(
                    "(?i)failed to load model|error loading model",
                    "the engine could not load the model; its own lines" + " in the log say why"));

    private ExitWords() {}

    private record Meaning(Pattern sign, String sentence) {
        Meaning(String sign, String sentence) {
            this(Pattern.compile(sign), sentence);
        }

        Optional<String> in(String line) {
            Matcher found = sign.matcher(line);
            if (!found.find()) {
                return Optional.empty();
            }
            return Optional.of(found.groupCount() > 0 ? String.format(sentence, found.group(1)) : sentence);
        }
    }

    /** How clear a sign a line is: smaller is clearer; empty when it is none. */
    static Optional<Sign> sign(String line) {
        for (int rank = 0; rank < MEANINGS.size(); rank++) {
            Optional<String> sentence = MEANINGS.get(rank).in(line);
            if (sentence.isPresent()) {
                return Optional.of(new Sign(rank, sentence.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * A sign that an engine cannot go on.
     *
     * @param rank smaller is clearer
     * @param sentence what it means
     */
    record Sign(int rank, String sentence) {}

    /** Why a program that was only asked for its version did not answer; empty when it did. */
    static Optional<String> ofQuestion(int status, String output) {
        Optional<Sign> clearest = output.lines()
                .limit(1000)
                .flatMap(line -> sign(line).stream())
                .min((left, right) -> Integer.compare(left.rank(), right.rank()));
        if (status == 0) {
            return Optional.empty();
        }
        String name = "the llama-server that was found does not run: ";
        if (status == SIGNAL + 4) {
            return Optional.of(name + "it was built for another processor (illegal instruction)");
        }
        if (status > SIGNAL && status <= SIGNAL + 64) {
            return Optional.of(name + "signal " + (status - SIGNAL) + " ended it");
        }
        return Optional.of(name + clearest.map(Sign::sentence).orElse("it ended with exit code " + status));
    }
}
