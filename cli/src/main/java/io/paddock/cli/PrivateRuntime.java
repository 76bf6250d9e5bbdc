// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A runtime of our own beside any other: own data, own port, no ssh. Closing it stops it and removes its data, and so
 * does the end of this program, also by Ctrl-C.
 */
final class PrivateRuntime implements AutoCloseable {
    /** A runtime with its worker ends within a second or two; the rest is for a slow machine. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Install install;
    private final ProcessHandle process;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private PrivateRuntime(Install install, ProcessHandle process) {
        this.install = install;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param port its port, 0 for a free one
     * @param extra more variables for it
     */
    static PrivateRuntime start(Install shared, int port, Map<String, String> extra) throws IOException {
        Path data = Files.createTempDirectory("paddock-demo-");
        Install install = shared.with(data, port == 0 ? PortCheck.findFree() : port, 0);
        Map<String, String> variables = new HashMap<>(extra);
        variables.put("PADDOCK_LLAMACPP_ENGINE", "worker"); // the same way on every machine
        // It lives for seconds: the optimising compiler would cost more than it gives.
        variables.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        PrivateRuntime runtime = new PrivateRuntime(install, RuntimeProcess.start(install, variables));
        Runtime.getRuntime().addShutdownHook(new Thread(runtime::end, "paddock-demo-end"));
        return runtime;
    }

    Install install() {
        return install;
    }

    String address() {
        return "http://127.0.0.1:" + install.port();
    }

    Readiness.Outcome await(Duration within) throws InterruptedException {
        return Readiness.await(process, address(), within);
    }

    /** Whether it is being stopped, such as by Ctrl-C. */
    boolean isEnding() {
        return ending.get();
    }

    @Override
    public void close() {
        end();
    }

    /** Whoever comes second, the one who closes or the end of this program, waits for the first. */
    private void end() {
        try {
            if (!ending.compareAndSet(false, true)) {
                boolean unused = ended.await(2 * GRACE.toSeconds(), TimeUnit.SECONDS);
                return;
            }
            RuntimeProcess.stop(process, GRACE);
            removeData();
            ended.countDown();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            ended.countDown(); // what is left lies in the system's folder for temporary files
        }
    }

    private void removeData() throws IOException {
        Files.walkFileTree(install.data(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
