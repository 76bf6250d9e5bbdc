// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import io.paddock.api.InferenceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The body of an answer on its way into a file. One thread writes, another looks. */
final class FileBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private static final int OK = 200;

    private final FileChannel file;
    private final long most;
    private final AtomicLong received = new AtomicLong();
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
    private final AtomicReference<InferenceException> refusal = new AtomicReference<>();

    FileBody(Path file, long most) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.most = most;
    }

    static InferenceException tooLarge(long most) {
        return Refusal.of("place", "the archive is larger than " + (most >> 20) + " MiB");
    }

    void status(int status) {
        if (status != OK) {
            refusal.compareAndSet(null, Refusal.of("place", "the server answered with status " + status));
        }
    }

    long received() {
        return received.get();
    }

    /** Throws what went wrong, if anything did. */
    void check() {
        InferenceException wrong = refusal.get();
        if (wrong != null) {
            throw wrong;
        }
    }

    /** Takes no more. */
    void stop() {
        Flow.Subscription running = subscription.get();
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.set(given);
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (refusal.get() != null) {
            stop();
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                if (received.addAndGet(buffer.remaining()) > most) {
                    refusal.compareAndSet(null, tooLarge(most));
                    stop();
                    return;
                }
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
        } catch (IOException e) {
            refusal.compareAndSet(null, Refusal.failed("writing the archive", e));
            stop();
        }
    }

    @Override
    public void onError(Throwable broken) {
        // whoever waits for the answer hears of it
    }

    @Override
    public void onComplete() {
        // whoever waits for the answer hears of it
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
