// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire to a port of this machine that can be cut, or go silent with both ends open. */
final class Wire implements AutoCloseable {
    private final int to;
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> ends = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    Wire(int to) throws IOException {
        this.to = to;
        start("wire-accept", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Both ends see the connection end. */
    void cut() throws IOException {
        for (Socket end : ends) {
            end.close();
        }
    }

    /** What is sent gets lost from now on; nobody is told. */
    void silence() {
        silent = true;
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket near = listening.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
            ends.add(near);
            ends.add(far);
            start("wire-there", () -> pass(near, far));
            start("wire-back", () -> pass(far, near));
        }
    }

    private void pass(Socket from, Socket into) throws IOException {
        byte[] bytes = new byte[8192];
        InputStream in = from.getInputStream();
        OutputStream out = into.getOutputStream();
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            if (!silent) {
                out.write(bytes, 0, count);
            }
        }
        if (!silent) {
            into.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // an end went
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        cut();
        listening.close();
    }
}
