// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.NamedThreads;
import io.paddock.kernel.work.Time;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts child processes, all on one permanent thread: on Linux a child is told to die with the thread that forked it,
 * so that a killed runtime leaves nothing behind.
 */
public final class Launcher implements AutoCloseable {
    /** Environment entry by which a child of this runtime can be told. */
    public static final String MARK = "PADDOCK_INSTANCE";

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final int SECRET_BYTES = 32;

    private final ExecutorService forker = Executors.newSingleThreadExecutor(new NamedThreads("paddock-forker"));
    private final Set<ChildProcess> children = ConcurrentHashMap.newKeySet();
    private final SecureRandom random = new SecureRandom();
    private final ParentDeath parentDeath = new ParentDeath();
    private final Time time;

    public Launcher(Time time) {
        this.time = time;
    }

    /** Starts a process; fails with an {@link InferenceException} whose detail names no path. */
    public CompletableFuture<ChildProcess> launch(String instance, LaunchSpec spec, ProcessOutput output) {
        try {
            return CompletableFuture.supplyAsync(() -> fork(instance, spec, output), forker);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new InferenceException(Problem.of(ErrorCode.DRAINING, "the runtime is shutting down"), e));
        }
    }

    private ChildProcess fork(String instance, LaunchSpec spec, ProcessOutput output) {
        Preflight.check(instance, spec);
        ResolvedLaunch launch = ResolvedLaunch.of(spec, LoopbackPorts::free, this::newSecret);
        output.mask(launch.secrets(spec.secretNames()));
        List<String> command = new ArrayList<>(parentDeath.prefix());
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(launch.environment());
        builder.environment().put(MARK, instance);
        if (launch.workingDirectory() != null) {
            builder.directory(launch.workingDirectory().toFile());
        }
        try {
            Process process = builder.start();
            LOG.info("{} runs as process {}", instance, process.pid());
            Launched launched = new Launched(instance, process.pid(), launch.port(), launch.secret());
            return remember(new ChildProcess(process, launched, output, time));
        } catch (IOException e) {
            throw Preflight.failed(instance, "the system refused to start its engine", e.getMessage());
        }
    }

    private ChildProcess remember(ChildProcess child) {
        children.add(child);
        Completion.on(child.exited(), (facts, never) -> children.remove(child));
        return child;
    }

    /** Long enough that nobody guesses it. */
    String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Kills what is still there, then ends the forking thread. */
    @Override
    public void close() {
        children.forEach(ChildProcess::kill);
        forker.shutdown();
    }
}
