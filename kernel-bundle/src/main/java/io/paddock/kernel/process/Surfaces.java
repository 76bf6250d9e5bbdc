// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import io.paddock.kernel.work.Time;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.surface.ExecutionSurface;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every place for processes: this machine, and those that come and go as services. Thread-safe. */
public final class Surfaces implements Surface, AutoCloseable {
    private final Launcher here;
    private final Time time;
    private final List<Elsewhere> elsewhere = new CopyOnWriteArrayList<>();

    public Surfaces(Launcher here, Time time) {
        this.here = here;
        this.time = time;
    }

    /** A place is there. */
    public void add(ExecutionSurface place) {
        elsewhere.add(new Elsewhere(place, here::newSecret, time));
    }

    /** A place goes; what ran there ends. */
    public void remove(ExecutionSurface place) {
        elsewhere.stream().filter(known -> known.place() == place).findFirst().ifPresent(known -> {
            elsewhere.remove(known);
            known.killAll();
        });
    }

    @Override
    public CompletableFuture<Child> launch(String instance, LaunchSpec spec, ProcessOutput output) {
        if (spec.surface() == null || spec.surface() == SurfaceKind.LOCAL_SUBPROCESS) {
            return here.launch(instance, spec, output).thenApply(process -> new OwnChild(process, here));
        }
        return elsewhere.stream()
                .filter(known -> known.place().kind() == spec.surface())
                .filter(known -> known.place().target().equals(spec.target()))
                .findFirst()
                .map(known -> known.launch(instance, spec, output))
                .orElseGet(() -> CompletableFuture.failedFuture(nowhere(instance, spec)));
    }

    private static InferenceException nowhere(String instance, LaunchSpec spec) {
        if (spec.surface() == SurfaceKind.SSH_EXEC) {
            return new InferenceException(
                    ErrorCode.LAUNCH_FAILED,
                    instance + " was not launched: there is no ssh target '" + spec.target()
                            + "'; a configuration with the PID io.paddock.ssh and that name makes one");
        }
        return new InferenceException(
                ErrorCode.UNSUPPORTED_EXECUTION_SURFACE,
                "this runtime places processes on this machine (local_subprocess) and over ssh (ssh_exec), not on "
                        + spec.surface().wireName());
    }

    /** Kills what runs elsewhere. */
    @Override
    public void close() {
        elsewhere.forEach(Elsewhere::killAll);
    }
}
