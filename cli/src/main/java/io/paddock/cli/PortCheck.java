// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Asks the system about loopback ports. */
final class PortCheck {
    private PortCheck() {}

    /** Refuses a port that somebody listens on. */
    static void requireFree(int port, String variable) throws CliFailure {
        if (port != 0 && !isFree(port)) {
            String owner = PortOwner.of(port).map(name -> " by " + name).orElse("");
            throw new CliFailure("port " + port + " is in use" + owner + "; stop that, or choose another port: "
                    + variable + "=" + (port + 1) + " paddock ...");
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a connection that is only waiting out its end does not count
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that was free a moment ago. */
    static int findFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
