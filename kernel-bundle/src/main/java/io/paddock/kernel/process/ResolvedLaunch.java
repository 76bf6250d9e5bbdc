// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.LaunchSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * A launch with its port and secret filled in.
 *
 * @param port the port in it, or 0
 * @param secret the secret in it, or the empty text
 */
record ResolvedLaunch(
        List<String> command, Path workingDirectory, Map<String, String> environment, int port, String secret) {

    /** Fills in what the launch asks for, and asks for no port or secret that it does not mention. */
    static ResolvedLaunch of(LaunchSpec spec, IntSupplier freePort, Supplier<String> newSecret) {
        boolean port = mentions(spec.command(), LaunchSpec.PORT)
                || mentions(spec.environment().values(), LaunchSpec.PORT);
        boolean secret = mentions(spec.environment().values(), LaunchSpec.SECRET);
        int chosenPort = !port ? 0 : spec.port() != 0 ? spec.port() : freePort.getAsInt();
        String chosenSecret = secret ? newSecret.get() : "";
        String portText = Integer.toString(chosenPort);
        List<String> command = spec.command().stream()
                .map(word -> word.replace(LaunchSpec.PORT, portText))
                .toList();
        Map<String, String> environment = new LinkedHashMap<>();
        spec.environment()
                .forEach((name, value) -> environment.put(
                        name, value.replace(LaunchSpec.PORT, portText).replace(LaunchSpec.SECRET, chosenSecret)));
        return new ResolvedLaunch(command, spec.workingDirectory(), environment, chosenPort, chosenSecret);
    }

    private static boolean mentions(Iterable<String> texts, String placeholder) {
        for (String text : texts) {
            if (text.contains(placeholder)) {
                return true;
            }
        }
        return false;
    }

    /** The texts that must not be shown: its own secret and the values of those environment entries. */
    List<String> secrets(Set<String> names) {
        List<String> texts = new ArrayList<>();
        texts.add(secret);
        names.forEach(name -> texts.add(environment.getOrDefault(name, "")));
        return texts;
    }

    /** Neither the secret nor an environment value is printed. */
    @Override
    public String toString() {
        return "ResolvedLaunch[" + command + ", environment=" + environment.keySet() + ", port=" + port + "]";
    }
}
