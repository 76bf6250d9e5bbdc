// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.OutputLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one output stream of one process to its end, on a thread of its own, so that the process never blocks. */
final class OutputPump implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);
    private static final int CHUNK = 8 * 1024;

    private final InputStream bytes;
    private final LineFramer framer;
    private final CompletableFuture<Void> dry = new CompletableFuture<>();

    private OutputPump(InputStream bytes, OutputLine.Stream stream, Consumer<OutputLine> lines) {
        this.bytes = bytes;
        this.framer = new LineFramer(text -> lines.accept(new OutputLine(stream, text)));
    }

    /** Starts reading; completes at the end of the stream. */
    static CompletableFuture<Void> start(
            String name, InputStream bytes, OutputLine.Stream stream, Consumer<OutputLine> lines) {
        OutputPump pump = new OutputPump(bytes, stream, lines);
        Thread thread =
                new Thread(null, pump, "paddock " + name + " " + stream.name().toLowerCase(Locale.ROOT), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(OutputPump.class.getClassLoader());
        thread.start();
        return pump.dry;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[CHUNK];
        try (bytes) {
            for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
                framer.accept(chunk, n);
            }
            framer.finish();
        } catch (IOException e) {
            LOG.debug("an output stream broke off", e); // the process is gone, and so is its pipe
        } finally {
            dry.complete(null);
        }
    }
}
