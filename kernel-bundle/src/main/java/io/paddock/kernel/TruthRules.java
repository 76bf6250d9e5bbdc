// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.StartupPlan;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a backend's plan keeps what its manifest says and what was asked for. Pure; the first broken rule counts. */
final class TruthRules {
    private TruthRules() {}

    /** Fails with {@link ErrorCode#UNTRUTHFUL_PLAN} and the broken rule. */
    static void check(BackendManifest manifest, InstanceSpec spec, StartupPlan plan) {
        broken(manifest, spec, plan).ifPresent(rule -> {
            throw new InferenceException(
                    ErrorCode.UNTRUTHFUL_PLAN, "the plan of backend '" + manifest.backend() + "' is refused: " + rule);
        });
    }

    /** The first broken rule, in words. */
    static Optional<String> broken(BackendManifest manifest, InstanceSpec spec, StartupPlan plan) {
        return requestedKind(spec, plan)
                .or(() -> declaredKind(manifest, plan))
                .or(() -> surface(manifest, spec, plan))
                .or(() -> mode(manifest, plan))
                .or(() -> key(spec, plan))
                .or(() -> model(plan))
                .or(() -> openSecret(plan));
    }

    private static Optional<String> requestedKind(InstanceSpec spec, StartupPlan plan) {
        return when(
                spec.startupKind() != null && spec.startupKind() != plan.startupKind(),
                () -> "startup kind " + spec.startupKind().wireName() + " was asked for, "
                        + plan.startupKind().wireName() + " is planned");
    }

    private static Optional<String> declaredKind(BackendManifest manifest, StartupPlan plan) {
        return when(
                !manifest.startupKinds().contains(plan.startupKind()),
                () -> "its manifest does not declare startup kind "
                        + plan.startupKind().wireName());
    }

    private static Optional<String> mode(BackendManifest manifest, StartupPlan plan) {
        return when(
                !manifest.managementModes().contains(plan.managementMode()),
                () -> "its manifest does not declare management mode "
                        + plan.managementMode().wireName());
    }

    /** Only a launched process has a place; a wish for a place must be kept or refused, never ignored. */
    private static Optional<String> surface(BackendManifest manifest, InstanceSpec spec, StartupPlan plan) {
        SurfaceKind wanted = spec.executionSurface();
        SurfaceKind planned = plan.fold(
                spawn -> spawn.launch().surface() == null
                        ? SurfaceKind.LOCAL_SUBPROCESS
                        : spawn.launch().surface(),
                embed -> null,
                attach -> null);
        if (planned != null && !manifest.supportedSurfaces().contains(planned)) {
            return Optional.of("its manifest does not declare execution surface " + planned.wireName());
        }
        SurfaceKind effective = planned == null ? SurfaceKind.LOCAL_SUBPROCESS : planned;
        return when(
                wanted != null && wanted != effective,
                () -> "execution surface " + wanted.wireName() + " was asked for, " + effective.wireName()
                        + " is planned");
    }

    private static Optional<String> key(InstanceSpec spec, StartupPlan plan) {
        return when(
                !plan.key().backend().equals(spec.backend()),
                () -> "its key belongs to backend '" + plan.key().backend() + "'");
    }

    private static Optional<String> model(StartupPlan plan) {
        return when(plan.model().isBlank(), () -> "it names no model");
    }

    /** Everybody on the machine can read a command line. */
    private static Optional<String> openSecret(StartupPlan plan) {
        boolean open = plan.fold(
                spawn -> spawn.launch().command().stream().anyMatch(word -> word.contains(LaunchSpec.SECRET)),
                embed -> false,
                attach -> false);
        return when(open, () -> "its command line would show the secret; put it into the environment");
    }

    private static Optional<String> when(boolean broken, Supplier<String> rule) {
        return broken ? Optional.of(rule.get()) : Optional.empty();
    }
}
