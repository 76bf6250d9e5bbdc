// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.OutputLine;
import io.paddock.spi.surface.ExecutionSurface;
import io.paddock.spi.surface.PlacedEnd;
import io.paddock.spi.surface.PlacedProcess;
import io.paddock.spi.surface.Placement;
import io.paddock.spi.surface.Said;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** One machine that is reached over ssh. Each process there has a connection of its own, and ends with it. */
@Component(
        service = ExecutionSurface.class,
        configurationPid = Config.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class, factory = true)
public final class SshSurface implements ExecutionSurface, AutoCloseable {
    private static final int MOST_THREADS = 256;
    private static final int MOST_SAID = 1 << 20;
    /** Both streams of a command that is asked, in one. */
    private static final List<String> TOGETHER = List.of("/bin/sh", "-c", "exec \"$@\" 2>&1", "paddock");

    private final Target target;
    private final Pulse pulse;
    private final ThreadPoolExecutor threads;
    private final Door door; // null when the configuration is wrong
    private final Placing placing; // null when the configuration is wrong

    @Activate
    public SshSurface(Config config, Map<String, Object> properties) {
        this(Target.of(config, properties, Target.Here.ofSystem()));
    }

    SshSurface(Target target) {
        this.target = target;
        this.pulse = new Pulse(target.name());
        AtomicLong made = new AtomicLong();
        this.threads = new ThreadPoolExecutor(0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            String name = "paddock-ssh-" + target.name() + "-" + made.incrementAndGet();
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            return thread;
        });
        this.door = target.problem() == null ? new Door(target) : null;
        this.placing = door == null ? null : new Placing(target, door, pulse);
    }

    @Override
    public SurfaceKind kind() {
        return SurfaceKind.SSH_EXEC;
    }

    @Override
    public String target() {
        return target.name();
    }

    @Override
    public CompletableFuture<PlacedProcess> place(Placement placement) {
        return onThread(() -> started(placement));
    }

    private RemoteProcess started(Placement placement) {
        if (placing == null) {
            throw new InferenceException(ErrorCode.LAUNCH_FAILED, target.problem());
        }
        RemoteProcess process = placing.start(placement);
        try {
            threads.execute(process::await);
            return process;
        } catch (RejectedExecutionException e) {
            process.abandon();
            throw busy();
        }
    }

    @Override
    public CompletableFuture<Said> ask(List<String> command, Duration limit) {
        List<String> words = new ArrayList<>(TOGETHER);
        words.addAll(command);
        List<String> files = command.get(0).contains("/") ? List.of(command.get(0)) : List.of();
        LaunchSpec launch =
                new LaunchSpec(words, null, Map.of(), Set.of(), SurfaceKind.SSH_EXEC, target.name(), files, 0);
        return onThread(() -> started(new Placement("a question", launch)))
                .thenCompose(process -> said(process, limit));
    }

    private CompletableFuture<Said> said(RemoteProcess process, Duration limit) {
        CompletableFuture<String> text = onThread(() -> read(process.stream(OutputLine.Stream.STDOUT)));
        return text.thenCombine(process.ended(), this::answer)
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(said -> {
                    if (said == null) {
                        CompletableFuture<Boolean> unused = process.end(Duration.ZERO);
                        throw Refusal.of(target, "has a program that does not answer", limit);
                    }
                    return said;
                });
    }

    private Said answer(String text, PlacedEnd end) {
        if (!end.lost().isEmpty()) {
            throw Refusal.of(target, "was lost while a program was asked there", "");
        }
        return new Said(end.status(), text);
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // its end says why
        }
    }

    private <T> CompletableFuture<T> onThread(Supplier<? extends T> work) {
        try {
            return CompletableFuture.supplyAsync(work::get, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(busy());
        }
    }

    private InferenceException busy() {
        return new InferenceException(
                ErrorCode.LAUNCH_FAILED, "ssh target '" + target.name() + "' is busy or goes away");
    }

    /** Ends every connection, and with them what runs there. */
    @Deactivate
    @Override
    public void close() {
        pulse.close();
        if (door != null) {
            door.close();
        }
        threads.shutdown();
    }
}
