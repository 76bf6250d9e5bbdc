// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import io.paddock.spi.Launched;
import io.paddock.spi.OutputLine;
import io.paddock.spi.surface.PlacedProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A process that an execution surface placed for the kernel; its output goes the same way as that of a local one. */
final class PlacedChild implements Child {
    private static final Duration LAST_WORDS = Duration.ofMillis(300);

    private final PlacedProcess process;
    private final Launched launched;
    private final CompletableFuture<ExitFacts> exited = new CompletableFuture<>();

    PlacedChild(PlacedProcess process, Launched launched, ProcessOutput output, Time time) {
        this.process = process;
        this.launched = launched;
        CompletableFuture<Void> dry =
                CompletableFuture.allOf(pump(OutputLine.Stream.STDOUT, output), pump(OutputLine.Stream.STDERR, output));
        Completion.on(
                process.ended(),
                (end, never) -> Completion.on(
                        Completion.within(dry, LAST_WORDS, time),
                        (inTime, nor) -> exited.complete(new ExitFacts(end.status(), end.portTaken(), end.lost()))));
    }

    private CompletableFuture<Void> pump(OutputLine.Stream stream, ProcessOutput output) {
        return OutputPump.start(launched.instanceId(), process.stream(stream), stream, output::accept);
    }

    @Override
    public Launched launched() {
        return launched;
    }

    @Override
    public CompletableFuture<ExitFacts> exited() {
        return exited;
    }

    @Override
    public CompletableFuture<Boolean> terminate(Duration grace, Executor workers) {
        return process.end(grace);
    }

    @Override
    public void kill() {
        CompletableFuture<Boolean> unused = process.end(Duration.ZERO);
    }
}
