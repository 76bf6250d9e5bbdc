// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server to be placed: says what {@code GREETING} holds to everybody who asks, until a minute is over. */
final class Listener {
    private Listener() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(args[0]), 9, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(60_000);
            new PrintStream(System.out, true, StandardCharsets.UTF_8).println("listening");
            while (true) {
                try (Socket caller = socket.accept()) {
                    caller.getOutputStream().write(System.getenv("GREETING").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }
}
