// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports on loopback. */
final class LoopbackPorts {
    private static final int TRIES = 5;

    private LoopbackPorts() {}

    /** A port that was free a moment ago; the system does not hand it out again at once. */
    static int free() {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket socket = listen(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new InferenceException(Problem.of(ErrorCode.LAUNCH_FAILED, "no free loopback port was found"), last);
    }

    /** Whether somebody listens there; 0 is no port. */
    static boolean taken(int port) {
        if (port == 0) {
            return false;
        }
        try (ServerSocket socket = listen(port)) {
            return !socket.isBound();
        } catch (BindException e) {
            return true;
        } catch (IOException e) {
            return false; // it cannot be told
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
