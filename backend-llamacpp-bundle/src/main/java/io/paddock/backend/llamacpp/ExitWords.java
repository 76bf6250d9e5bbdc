// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last words of a llama-server mean, as sentences without paths. Pure. */
final class ExitWords {
    private static final int SIGNAL = 128;

    /** From the clearest sign to the vaguest. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(
                    "it needs the shared library %s, which this system does not have; install it, or set LD_LIBRARY_PATH",
                    "error while loading shared libraries: ([^:/]{1,80}):", "error while loading shared libraries"),
            new Meaning(
                    "it needs the shared library %s, which is not there",
                    "Library not loaded: .*?([^/\\s]{1,80})$", "library not loaded"),
            new Meaning("it was built for a newer system than this one", "GLIBC(?:XX)?_[0-9.]+' not found", "glibc"),
            new Meaning(
                    "this build does not know the model's architecture '%s'; take a newer llama.cpp",
                    "unknown model architecture: '([^']{1,80})'", "unknown model architecture"),
            new Meaning(
                    "this build does not take the argument %s",
                    "(?:error|invalid argument|unknown argument): (?:invalid argument: )?(--?[A-Za-z0-9-]{1,60})",
                    "error: ",
                    "argument: "),
            new Meaning(
                    "this build does not take that value for %s",
                    "error while handling argument \"(--?[A-Za-z0-9-]{1,60})\"", "error while handling argument"),
            new Meaning(
                    "its port was taken by another process",
                    null,
                    "couldn't bind",
                    "failed to bind",
                    "address already in use"),
            new Meaning(
                    "the model's file is cut or damaged; get it again",
                    null,
                    "corrupted or incomplete",
                    "not within the file bounds",
                    "unexpectedly reached end of file",
                    "invalid magic"),
            new Meaning(
                    "there is not enough memory for this model and context; use a smaller ctx_size, parallel or model",
                    null,
                    "out of memory",
                    "failed to allocate",
                    "cudamalloc failed",
                    "unable to allocate",
                    "bad_alloc",
                    "insufficient memory"),
            new Meaning(
                    "this build found no compute backend for this processor",
                    null,
                    "no backends are loaded",
                    "failed to find a backend",
                    "no usable backend"),
            new Meaning(
                    "the engine could not load the model; its own lines in the log say why",
                    null,
                    "failed to load model",
                    "error loading model"));

    private ExitWords() {}

    /**
     * A busy server writes many lines, so that most must cost little: a pattern is tried only where one of the words is.
     *
     * @param sentence what it means, maybe with a place for the name that the pattern finds
     * @param pattern or null, where a word says all
     * @param words in lower case; the line has one of them
     */
    private record Meaning(String sentence, Pattern pattern, List<String> words) {
        Meaning(String sentence, String pattern, String... words) {
            this(sentence, pattern == null ? null : Pattern.compile(pattern), List.of(words));
        }

        Optional<String> in(String line, String lowerCase) {
            if (!hasWord(lowerCase)) {
                return Optional.empty();
            }
            if (pattern == null) {
                return Optional.of(sentence);
            }
            Matcher found = pattern.matcher(line);
            if (!found.find()) {
                return Optional.empty();
            }
            return Optional.of(found.groupCount() > 0 ? String.format(sentence, found.group(1)) : sentence);
        }

        private boolean hasWord(String lowerCase) {
            for (String word : words) {
                if (lowerCase.contains(word)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** How clear a sign a line is: smaller is clearer; empty when it is none. */
    static Optional<Sign> sign(String line) {
        String lowerCase = line.toLowerCase(Locale.ROOT);
        for (int rank = 0; rank < MEANINGS.size(); rank++) {
            Optional<String> sentence = MEANINGS.get(rank).in(line, lowerCase);
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
