// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

import io.paddock.api.ManagementMode;
import io.paddock.api.StartupKind;
import java.util.function.Function;

/** How an instance comes up: there are exactly three honest ways, so "spawned without a command" cannot be written. */
public sealed interface StartupPlan {
    /** What makes this instance shareable. */
    EndpointKey key();

    /** Name under which the instance serves its model. */
    String model();

    /** How patient the kernel is. */
    Timings timings();

    /** Makes the instance's driver once it was launched or is to be attached to. */
    DriverSource driver();

    /** The startup kind this plan stands for. */
    StartupKind startupKind();

    /** Who owns the engine under this plan. */
    ManagementMode managementMode();

    /** Answers each case; Java 17 cannot switch over types. */
    <R> R fold(Function<Spawn, R> spawn, Function<Embed, R> embed, Function<Attach, R> attach);

    /** The kernel launches, owns and stops a process. */
    record Spawn(EndpointKey key, String model, LaunchSpec launch, Timings timings, DriverSource driver)
            implements StartupPlan {
        public Spawn {
            requireNonNull(key, "key is null");
            requireNonNull(model, "model is null");
            requireNonNull(launch, "launch is null");
            requireNonNull(timings, "timings is null");
            requireNonNull(driver, "driver is null");
        }

        @Override
        public StartupKind startupKind() {
            return StartupKind.SPAWNED;
        }

        @Override
        public ManagementMode managementMode() {
            return ManagementMode.RUNTIME_MANAGED;
        }

        @Override
        public <R> R fold(Function<Spawn, R> spawn, Function<Embed, R> embed, Function<Attach, R> attach) {
            return spawn.apply(this);
        }
    }

    /** The engine runs inside this JVM; the driver starts it when opened and frees it when closed. */
    record Embed(EndpointKey key, String model, Timings timings, DriverSource driver) implements StartupPlan {
        public Embed {
            requireNonNull(key, "key is null");
            requireNonNull(model, "model is null");
            requireNonNull(timings, "timings is null");
            requireNonNull(driver, "driver is null");
        }

        @Override
        public StartupKind startupKind() {
            return StartupKind.EMBEDDED;
        }

        @Override
        public ManagementMode managementMode() {
            return ManagementMode.RUNTIME_MANAGED;
        }

        @Override
        public <R> R fold(Function<Spawn, R> spawn, Function<Embed, R> embed, Function<Attach, R> attach) {
            return embed.apply(this);
        }
    }

    /** Somebody else runs it; the kernel only looks, and never stops it. */
    record Attach(EndpointKey key, String model, Timings timings, DriverSource driver) implements StartupPlan {
        public Attach {
            requireNonNull(key, "key is null");
            requireNonNull(model, "model is null");
            requireNonNull(timings, "timings is null");
            requireNonNull(driver, "driver is null");
        }

        @Override
        public StartupKind startupKind() {
            return StartupKind.ATTACH_EXISTING_SERVICE;
        }

        @Override
        public ManagementMode managementMode() {
            return ManagementMode.EXTERNALLY_MANAGED;
        }

        @Override
        public <R> R fold(Function<Spawn, R> spawn, Function<Embed, R> embed, Function<Attach, R> attach) {
            return attach.apply(this);
        }
    }
}
