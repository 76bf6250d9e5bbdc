// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.BackendManifest;
import io.paddock.api.Backends;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelTarget;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import io.paddock.api.TargetPreference;
import java.util.Optional;

/** What a request over HTTP may choose: models by name, and options that their backend declares safe. */
final class RequestRules {
    private static final String MODEL = "model_identity";
    private static final String OPTIONS = "request.target_preference.backend_options.";

    private final Backends backends;

    RequestRules(Backends backends) {
        this.backends = backends;
    }

    void check(EnsureRequest ensure) {
        EndpointRequest request = ensure.request();
        if (request.modelPreference() != null) {
            ModelNames.check(
                    "request.model_preference.id", request.modelPreference().id());
        }
        TargetPreference target = request.targetPreference();
        target.backendOptions().forEach((name, value) -> {
            if (name.equals(MODEL)) {
                checkModel(value);
            } else if (target.backend() == null) {
                throw refuse(
                        ErrorCode.MISSING_FIELD,
                        "request.target_preference.backend",
                        "backend is missing: options belong to a backend, so name it");
            } else {
                checkOption(target.backend(), name, OPTIONS);
            }
        });
    }

    /** The same for what an alias shall stand for. */
    void check(ModelTarget target) {
        check(target, null);
    }

    /** @param backend that of the target when it names none, or null */
    void check(ModelTarget target, String backend) {
        ModelNames.check("target.model", target.model());
        String named = target.backend() == null ? backend : target.backend();
        if (!target.options().isEmpty() && named == null) {
            throw refuse(
                    ErrorCode.MISSING_FIELD,
                    "target.backend",
                    "backend is missing: options belong to a backend, so name it");
        }
        target.options().keySet().forEach(name -> checkOption(named, name, "target.options."));
    }

    private static void checkModel(Object value) {
        if (!(value instanceof String model)) {
            throw refuse(ErrorCode.INVALID_VALUE, OPTIONS + MODEL, "model_identity must be a JSON string");
        }
        ModelNames.check(OPTIONS + MODEL, model);
    }

    /** An unknown backend is left to the kernel, which names the present ones. */
    private void checkOption(String backend, String name, String place) {
        backends.find(backend).ifPresent(snapshot -> {
            BackendManifest manifest = snapshot.manifest();
            Optional<OptionDeclaration> declared = manifest.options().stream()
                    .filter(option -> option.name().equals(name))
                    .findFirst();
            if (declared.isEmpty()) {
                throw refuse(ErrorCode.UNKNOWN_FIELD, place + name, "backend " + backend + " has no option " + name);
            }
            if (!declared.get().requestable()) {
                throw refuse(
                        ErrorCode.OPTION_NOT_ALLOWED,
                        place + name,
                        "a request may not set " + name + "; it comes from the configuration of backend " + backend);
            }
        });
    }

    private static InferenceException refuse(ErrorCode code, String field, String detail) {
        return new InferenceException(Problem.ofField(code, field, detail));
    }
}
