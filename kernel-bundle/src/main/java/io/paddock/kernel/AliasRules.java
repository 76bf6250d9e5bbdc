// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Alias;
import io.paddock.api.BackendManifest;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelPreference;
import io.paddock.api.ModelTarget;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.api.TargetPreference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an alias may be, and what a request means that names one. Pure; fails with the offending field. */
final class AliasRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}");

    private AliasRules() {}

    /**
     * What a request means.
     *
     * @param request the request, for the target instead of the alias
     * @param alias the alias that it names, or null
     */
    record Meant(EnsureRequest request, String alias) {}

    /** What a request means, given the aliases that there are. */
    static Meant meant(EnsureRequest ensure, AliasTable aliases) {
        EndpointRequest request = ensure.request();
        String model = RequestRules.model(request);
        String backend = request.targetPreference().backend();
        Optional<Alias> named = model == null ? Optional.empty() : aliases.find(model);
        return named.filter(
                        one -> backend == null || backend.equals(one.target().backend()))
                .map(one -> new Meant(instead(ensure, one), one.name()))
                .orElseGet(() -> new Meant(ensure, null));
    }

    private static EnsureRequest instead(EnsureRequest ensure, Alias alias) {
        EndpointRequest request = ensure.request();
        refuseWishesOfItsOwn(request.targetPreference(), alias);
        TargetPreference target = request.targetPreference();
        TargetPreference meant = new TargetPreference(
                target.targetClass(),
                alias.target().backend(),
                null,
                null,
                alias.target().options(),
                target.metadata());
        return new EnsureRequest(
                new EndpointRequest(
                        request.requestId(),
                        meant,
                        new ModelPreference(alias.target().model()),
                        request.contractVersion()),
                ensure.consumer(),
                ensure.context(),
                ensure.lease(),
                ensure.patience());
    }

    private static void refuseWishesOfItsOwn(TargetPreference target, Alias alias) {
        target.backendOptions().keySet().stream()
                .filter(name -> !name.equals(RequestRules.MODEL_OPTION))
                .sorted()
                .findFirst()
                .ifPresent(name -> refuse(RequestRules.OPTIONS + name, alias));
        if (target.startupKind() != null) {
            refuse(RequestRules.TARGET + "startup_kind", alias);
        }
        if (target.executionSurface() != null) {
            refuse(RequestRules.TARGET + "execution_surface", alias);
        }
    }

    private static void refuse(String field, Alias alias) {
        throw refused(
                field,
                "the alias '" + alias.name() + "' says how its model is served; leave that out, or ask for model '"
                        + alias.target().model() + "' itself");
    }

    /** A request for a target, as anybody would make it. */
    static EnsureRequest request(ModelTarget target) {
        if (target.options().containsKey(RequestRules.MODEL_OPTION)) {
            throw refused("target.options." + RequestRules.MODEL_OPTION, "the model is named in target.model");
        }
        EnsureRequest request = new EnsureRequest(
                new EndpointRequest(
                        null,
                        new TargetPreference(null, target.backend(), null, null, target.options(), Map.of()),
                        new ModelPreference(target.model()),
                        null),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                LeaseTerms.defaults(),
                null);
        TextRules.check(request);
        RequestRules.check(request.request());
        return request;
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw refused(
                    "name",
                    "the name of an alias is 1 to 128 letters, digits and . _ : @ -, the first a letter or a digit");
        }
    }

    /** A field of a request, by the place that it has in what was asked for here. */
    static Problem placed(Problem problem) {
        String field = problem.field();
        if (field == null) {
            return problem;
        }
        String place = field.startsWith(RequestRules.OPTIONS)
                ? "target.options." + field.substring(RequestRules.OPTIONS.length())
                : field.startsWith(RequestRules.TARGET)
                        ? "target." + field.substring(RequestRules.TARGET.length())
                        : field.startsWith("request.model_preference") ? "target.model" : field;
        return new Problem(problem.code(), problem.detail(), place, problem.retryAfter(), problem.compatibility());
    }

    /** A target for people; options that no request may choose may be secrets, and are only named. */
    static String words(ModelTarget target, BackendManifest manifest) {
        Set<String> open = manifest.options().stream()
                .filter(OptionDeclaration::requestable)
                .map(OptionDeclaration::name)
                .collect(Collectors.toSet());
        List<String> options = new TreeMap<>(target.options())
                .entrySet().stream()
                        .map(one -> one.getKey() + "=" + (open.contains(one.getKey()) ? one.getValue() : "..."))
                        .toList();
        return options.isEmpty() ? target.model() : target.model() + " " + String.join(" ", options);
    }

    private static InferenceException refused(String field, String detail) {
        return new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, field, detail));
    }
}
