// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** Runs a line with /bin/sh. */
final class ShellCommand implements Command {
    private final String line;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private Process process;

    ShellCommand(String line) {
        this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line);
        builder.environment().remove("PADDOCK_INSTANCE");
        process = builder.start();
        Thread input = copy("in", in, process.getOutputStream(), true);
        Thread output = copy("out", process.getInputStream(), out, false);
        Thread errors = copy("err", process.getErrorStream(), err, false);
        Thread waiting = new Thread(
                () -> {
                    try {
                        int status = process.waitFor();
                        output.join(2000);
                        errors.join(2000);
                        exit.onExit(status);
                        input.interrupt();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "sshd-wait");
        waiting.setDaemon(true);
        waiting.start();
    }

    private static Thread copy(String name, InputStream from, OutputStream to, boolean close) {
        Thread thread = new Thread(
                () -> {
                    byte[] bytes = new byte[8192];
                    try {
                        for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                            to.write(bytes, 0, count);
                            to.flush();
                        }
                    } catch (IOException e) {
                        // one side went
                    }
                    if (close) {
                        try {
                            to.close();
                        } catch (IOException e) {
                            // it went
                        }
                    }
                },
                "sshd-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The connection is over: nobody is killed. */
    @Override
    public void destroy(ChannelSession channel) throws IOException {
        process.getOutputStream().close();
        process.getInputStream().close();
        process.getErrorStream().close();
    }
}
