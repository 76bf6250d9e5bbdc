// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.spi.InstanceSpec;
import java.util.Map;

/**
 * Brings a wanted startup kind and the engine together. An engine inside the runtime can end it, so only the
 * configuration lets it in; within that, a request may choose. Pure.
 */
final class StartupWish {
    private static final String KIND = "request.target_preference.startup_kind";

    private StartupWish() {}

    /**
     * The options with the engine that the wish leads to.
     *
     * @param configured the engine that the configuration names
     * @throws InferenceException when kind, engine and configuration do not go together
     */
    static LlamaCppOptions kept(InstanceSpec spec, String configured, LlamaCppOptions wished) {
        boolean inProcess = wished.engine().equals(Engines.IN_PROCESS);
        boolean allowed = configured.equals(Engines.IN_PROCESS);
        if (inProcess && !allowed) {
            throw refuse(
                    LlamaCppOptions.FIELD + "engine",
                    "engine 'in-process' must be allowed by the configuration:" + " set engine=in-process in "
                            + Config.PID);
        }
        if (spec.startupKind() == StartupKind.EMBEDDED && !inProcess) {
            throw refuse(
                    KIND,
                    allowed
                            ? "startup kind embedded means engine in-process, not " + wished.engine()
                            : "startup kind embedded needs engine=in-process in the configuration " + Config.PID);
        }
        if (spec.startupKind() == StartupKind.SPAWNED && inProcess) {
            if (spec.options().containsKey("engine")) {
                throw refuse(KIND, "startup kind spawned does not go with engine in-process; leave one of them out");
            }
            return wished.with(Map.of("engine", "worker"));
        }
        return wished;
    }

    private static InferenceException refuse(String field, String what) {
        return new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, field, what));
    }
}
