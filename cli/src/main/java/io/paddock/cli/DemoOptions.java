// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the demo is asked to do.
 *
 * @param file the user's own model; empty for the one that comes with Paddock
 * @param prompt what to ask it
 */
record DemoOptions(Optional<Path> file, String prompt) {
    private static final String MODEL = "paddock-demo";
    private static final String PROMPT = "What is Paddock?";
    private static final String ENDING = ".gguf";

    static DemoOptions parse(List<String> args) throws CliFailure {
        Optional<Path> file = Optional.empty();
        String prompt = PROMPT;
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--model" -> file = Optional.of(modelFile(value(option, rest)));
                case "--prompt" -> prompt = value(option, rest);
                default -> throw CliFailure.usage("demo knows --model FILE.gguf and --prompt TEXT, not " + option);
            }
        }
        return new DemoOptions(file, prompt);
    }

    /** The model's name: its file without the ending. */
    String model() {
        return file.map(path -> path.getFileName().toString())
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .orElse(MODEL);
    }

    private static String value(String option, Iterator<String> rest) throws CliFailure {
        if (!rest.hasNext()) {
            throw CliFailure.usage(option + " wants a value");
        }
        return rest.next();
    }

    private static Path modelFile(String text) throws CliFailure {
        Path file = Path.of(text).toAbsolutePath().normalize();
        if (!text.endsWith(ENDING)) {
            throw CliFailure.usage("--model wants a file that ends in " + ENDING + ", not " + text);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CliFailure("cannot read the model file " + file);
        }
        return file;
    }
}
