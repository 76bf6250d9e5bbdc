// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import io.paddock.api.TargetClass;
import io.paddock.api.TargetPreference;
import io.paddock.api.WireNamed;
import io.paddock.spi.InstanceSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be said about a request before any backend is asked. Pure; fails with the offending field. */
final class RequestRules {
    static final String TARGET = "request.target_preference.";
    static final String OPTIONS = TARGET + "backend_options.";
    static final String MODEL_OPTION = "model_identity";
    private static final String MODEL_FIELD = "request.model_preference.id";

    private RequestRules() {}

    /** Rules that need no backend. */
    static void check(EndpointRequest request) {
        checkForm(request);
        if (request.targetPreference().backend() == null && model(request) == null) {
            throw refused(
                    ErrorCode.MISSING_FIELD,
                    TARGET + "backend",
                    "name a backend, or a model in request.model_preference.id");
        }
    }

    /** Those of them that hold for a question too, which need not name what it wants. */
    static void checkForm(EndpointRequest request) {
        if (!EndpointRequest.CONTRACT_VERSION.equals(request.contractVersion())) {
            throw refused(
                    ErrorCode.UNSUPPORTED_CONTRACT_VERSION,
                    "request.contract_version",
                    "the only contract version is '" + EndpointRequest.CONTRACT_VERSION + "'");
        }
        TargetClass wanted = request.targetPreference().targetClass();
        if (wanted != null && wanted != TargetClass.SELF_HOSTED_ENDPOINT) {
            throw refused(
                    ErrorCode.INVALID_VALUE,
                    TARGET + "target_class",
                    "endpoints here are of class self_hosted_endpoint, not " + wanted.wireName());
        }
    }

    /** The wanted model, or null: an option of the backend wins over the preference. */
    static String model(EndpointRequest request) {
        Object option = request.targetPreference().backendOptions().get(MODEL_OPTION);
        if (option != null) {
            if (option instanceof String name && !name.isBlank()) {
                return name;
            }
            throw refused(ErrorCode.INVALID_VALUE, OPTIONS + MODEL_OPTION, "model_identity must be a text, not blank");
        }
        String preferred = request.modelPreference() == null
                ? null
                : request.modelPreference().id();
        if (preferred != null && preferred.isBlank()) {
            throw refused(ErrorCode.INVALID_VALUE, MODEL_FIELD, "the model id must not be blank");
        }
        return preferred;
    }

    /** Where the request names its model. */
    static String modelField(EndpointRequest request) {
        return request.targetPreference().backendOptions().containsKey(MODEL_OPTION)
                ? OPTIONS + MODEL_OPTION
                : MODEL_FIELD;
    }

    /** Rules that need the backend's manifest; answers the wish for the backend. */
    static InstanceSpec spec(EndpointRequest request, BackendManifest manifest) {
        TargetPreference target = request.targetPreference();
        Map<String, Object> options = new HashMap<>(target.backendOptions());
        options.remove(MODEL_OPTION);
        Set<String> declared =
                manifest.options().stream().map(OptionDeclaration::name).collect(Collectors.toSet());
        options.keySet().stream()
                .sorted()
                .filter(name -> !declared.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw refused(
                            ErrorCode.UNKNOWN_FIELD,
                            OPTIONS + name,
                            "backend '" + manifest.backend() + "' has no option '" + name + "'; it has "
                                    + (declared.isEmpty() ? "none" : String.join(", ", sorted(declared))));
                });
        if (target.startupKind() != null && !manifest.startupKinds().contains(target.startupKind())) {
            throw refused(
                    ErrorCode.INVALID_VALUE,
                    TARGET + "startup_kind",
                    "backend '" + manifest.backend() + "' offers " + names(manifest.startupKinds()));
        }
        if (target.executionSurface() != null && !manifest.supportedSurfaces().contains(target.executionSurface())) {
            throw refused(
                    ErrorCode.UNSUPPORTED_EXECUTION_SURFACE,
                    TARGET + "execution_surface",
                    "backend '" + manifest.backend() + "' offers " + names(manifest.supportedSurfaces()));
        }
        return new InstanceSpec(
                manifest.backend(), model(request), target.startupKind(), target.executionSurface(), options);
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static String names(Collection<? extends WireNamed> constants) {
        return constants.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        constants.stream().map(WireNamed::wireName).sorted().toList());
    }

    /** A backend names its option as it knows it; the caller knows it by its place in the request. */
    static Problem placed(Problem problem, BackendManifest manifest, EndpointRequest request) {
        String field = problem.field();
        if (field == null || field.startsWith("request.")) {
            return problem;
        }
        boolean model = "model".equals(field) || MODEL_OPTION.equals(field);
        boolean option =
                manifest.options().stream().anyMatch(declared -> declared.name().equals(field));
        String place = model ? modelField(request) : option ? OPTIONS + field : field;
        return new Problem(problem.code(), problem.detail(), place, problem.retryAfter(), problem.compatibility());
    }

    private static InferenceException refused(ErrorCode code, String field, String detail) {
        return new InferenceException(Problem.ofField(code, field, detail));
    }
}
