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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts child processes, all on one permanent thread: on Linux a child is told to die with the thread that forked it,
 * so that a killed runtime leaves nothing behind. What it may leave all the same, a guard ends, or the next start.
 */
public final class Launcher implements AutoCloseable {
    /** Environment entry that names the instance of a child, for people. */
    public static final String INSTANCE = "PADDOCK_INSTANCE";

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final int SECRET_BYTES = 32;

    private final ExecutorService forker = Executors.newSingleThreadExecutor(new NamedThreads("paddock-forker"));
    private final Set<ChildProcess> children = ConcurrentHashMap.newKeySet();
    private final SecureRandom random = new SecureRandom();
    private final Time time;
    private final ChildRecords records;
    private final Protection protection;
    private final ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());
    private long launches; // on the forking thread only

    /**
     * @param folder where children are written down, for the run after a sudden end; null: nowhere, and nothing of an
     *     earlier run is looked for
     */
    public Launcher(Time time, Path folder) {
        this(time, new ChildRecords(folder), Protection.whole());
    }

    Launcher(Time time, ChildRecords records, Protection protection) {
        this.time = time;
        this.records = records;
        this.protection = protection;
    }

    /**
     * Ends what earlier runs left behind. Launches that are asked for after this call wait for it, for two seconds at
     * most.
     */
    public CompletableFuture<List<Leftover>> endLeftovers() {
        return CompletableFuture.supplyAsync(() -> new Leftovers(records).end(), forker);
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
        Mark mark = protection.mark(++launches);
        ChildRecord record = new ChildRecord(
                mark,
                instance,
                self,
                null,
                launch.command().subList(1, launch.command().size()));
        protection.guard();
        records.write(record); // before it runs: it is found by its mark whenever this runtime dies
        try {
            Process process = builder(instance, launch, mark).start();
            protection.started(process.toHandle());
            records.write(record.started(ProcessIdentity.of(process.toHandle())));
            LOG.info("{} runs as process {}", instance, process.pid());
            Launched launched = new Launched(instance, process.pid(), launch.port(), launch.secret());
            return remember(new ChildProcess(process, mark, launched, output, time));
        } catch (RuntimeException e) {
            records.remove(mark);
            throw e;
        } catch (IOException e) {
            records.remove(mark);
            throw Preflight.refused(instance, "the system refused to start its engine", e.getMessage());
        }
    }

    private ProcessBuilder builder(String instance, ResolvedLaunch launch, Mark mark) {
        List<String> command = new ArrayList<>(protection.prefix());
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(launch.environment());
        builder.environment().put(INSTANCE, instance);
        builder.environment().put(Mark.NAME, mark.toString());
        if (launch.workingDirectory() != null) {
            builder.directory(launch.workingDirectory().toFile());
        }
        return builder;
    }

    private ChildProcess remember(ChildProcess child) {
        children.add(child);
        Completion.on(child.exited(), (facts, never) -> {
            children.remove(child);
            protection.ended(child.launched().pid());
        });
        return child;
    }

    /** {@link ChildProcess#terminate}, and forgets it when nothing of it is left. */
    public CompletableFuture<Boolean> end(ChildProcess child, Duration grace, Executor workers) {
        return child.terminate(grace, workers).thenApply(gone -> {
            if (gone) {
                records.remove(child.mark());
            }
            return gone;
        });
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
        protection.leave();
    }
}
