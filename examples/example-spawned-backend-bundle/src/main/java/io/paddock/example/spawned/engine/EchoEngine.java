// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned.engine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A model server that needs no model: it speaks OpenAI's chat API and answers with the words of the last message. Takes
 * {@code --port N --model NAME [--delay-ms N] [--end-with-input]}.
 */
public final class EchoEngine {
    /** Environment entry with the key that callers must send; without it everybody on this machine may call. */
    public static final String KEY = "ECHO_KEY";

    private static final int THREADS = 64;

    private EchoEngine() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        int port = Integer.parseInt(after("--port", words));
        Duration delay =
                Duration.ofMillis(words.contains("--delay-ms") ? Long.parseLong(after("--delay-ms", words)) : 0);
        String key = System.getenv().getOrDefault(KEY, "");

        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), THREADS);
        server.setExecutor(Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "echo-call")));
        server.createContext("/", new EchoRoutes(after("--model", words), delay, key, Proof.of(key, port)));
        server.start();
        System.out.println("echo engine listens on 127.0.0.1:" + port);
        if (words.contains("--end-with-input")) {
            endWithInput();
        }
    }

    private static String after(String name, List<String> words) {
        int at = words.indexOf(name);
        if (at < 0 || at + 1 == words.size()) {
            throw new IllegalArgumentException("usage: EchoEngine --port N --model NAME [--delay-ms N]");
        }
        return words.get(at + 1);
    }

    /** Whoever started this process holds the other end of its input: when that is gone, nobody needs the engine. */
    private static void endWithInput() throws IOException {
        try (InputStream in = System.in) {
            while (in.read() >= 0) {
                // nothing is ever said
            }
        }
        System.exit(0);
    }
}
