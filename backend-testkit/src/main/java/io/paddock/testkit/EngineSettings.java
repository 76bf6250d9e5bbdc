// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a fake engine is started with.
 *
 * @param port port on loopback, 0 for a free one
 * @param model name it serves
 * @param clock when its tokens are due
 * @param loadMillis how long it answers 503 after its start
 * @param apiKey bearer it wants, or null for none
 */
public record EngineSettings(int port, String model, TokenClock clock, long loadMillis, String apiKey) {
    public EngineSettings {
        requireNonNull(model, "model is null");
        requireNonNull(clock, "clock is null");
    }

    /** A free port, the model {@code fake}, ready at once, no key. */
    public static EngineSettings with(TokenClock clock) {
        return new EngineSettings(0, "fake", clock, 0, null);
    }

    /**
     * Reads {@code --port --model --first-ms --token-ms --tokens --load-ms}; the key comes from {@code environment},
     * because arguments are visible to everybody on the machine.
     *
     * @throws IllegalArgumentException naming the argument that is wrong
     */
    public static EngineSettings parse(String[] args, Map<String, String> environment) {
        int port = 0;
        String model = "fake";
        double first = 20;
        double each = 10;
        int tokens = 64;
        long load = 0;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--port" -> port = Integer.parseInt(value);
                case "--model" -> model = value;
                case "--first-ms" -> first = Double.parseDouble(value);
                case "--token-ms" -> each = Double.parseDouble(value);
                case "--tokens" -> tokens = Integer.parseInt(value);
                case "--load-ms" -> load = Long.parseLong(value);
                default -> throw new IllegalArgumentException("unknown argument " + args[i]);
            }
        }
        String key = environment.get(FakeEngine.KEY_VARIABLE);
        return new EngineSettings(port, model, TokenClock.ofMillis(first, each, tokens), load, key);
    }

    /** The key is not printed. */
    @Override
    public String toString() {
        return "EngineSettings[port=" + port + ", model=" + model + ", " + clock + "]";
    }
}
