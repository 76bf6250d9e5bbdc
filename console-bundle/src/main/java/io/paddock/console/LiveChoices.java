// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import io.paddock.api.Backends;
import io.paddock.api.Capability;
import io.paddock.api.Endpoints;
import io.paddock.api.Engine;
import io.paddock.api.Engines;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.Lease;
import io.paddock.api.ModelListing;
import io.paddock.api.Models;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The names that the kernel knows at this moment. */
@Component(service = Choices.class)
public final class LiveChoices implements Choices {
    // Completion happens while somebody types.
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String BACKEND_OPTION = "--backend";

    private final Backends backends;
    private final Instances instances;
    private final Endpoints endpoints;
    private final Models models;
    private final Engines engines;

    @Activate
    public LiveChoices(
            @Reference Backends backends,
            @Reference Instances instances,
            @Reference Endpoints endpoints,
            @Reference Models models,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Engines engines) {
        this.backends = backends;
        this.instances = instances;
        this.endpoints = endpoints;
        this.models = models;
        this.engines = engines;
    }

    @Override
    public List<String> of(Choice choice, List<String> before) {
        return switch (choice) {
            case ANYTHING -> List.of();
            case BACKEND ->
                backends.list().stream()
                        .map(backend -> backend.manifest().backend())
                        .toList();
            case INSTANCE -> instances();
            case LEASE -> leases();
            case INSTANCE_OR_LEASE ->
                Stream.concat(instances().stream(), leases().stream()).toList();
            case ENGINE -> engines();
            case CAPABILITY ->
                Arrays.stream(Capability.values()).map(Capability::wireName).toList();
            case MODEL -> models();
            case BACKEND_OPTION -> optionsOf(backendIn(before));
        };
    }

    private List<String> instances() {
        return instances.list().stream().map(InstanceSnapshot::instanceId).toList();
    }

    private List<String> leases() {
        return endpoints.leases().stream().map(Lease::leaseRef).toList();
    }

    private List<String> models() {
        return soon(models.list(), "Listing the models").stream()
                .map(ModelListing::id)
                .distinct()
                .toList();
    }

    private List<String> engines() {
        return engines == null
                ? List.of()
                : soon(engines.list(), "Listing the engines").stream()
                        .map(Engine::name)
                        .toList();
    }

    /** What comes quickly enough; otherwise nothing is offered. */
    private static <T> List<T> soon(CompletableFuture<List<T>> list, String what) {
        try {
            return Await.answer(list, SOON, what);
        } catch (InferenceException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** The backend that the line names, or null. */
    private static String backendIn(List<String> before) {
        int at = before.indexOf(BACKEND_OPTION);
        return at >= 0 && at + 1 < before.size() ? before.get(at + 1) : null;
    }

    private List<String> optionsOf(String backend) {
        return backends.list().stream()
                .map(snapshot -> snapshot.manifest())
                .filter(manifest -> backend == null || manifest.backend().equals(backend))
                .flatMap(manifest -> manifest.options().stream())
                .map(option -> option.name() + "=")
                .distinct()
                .sorted()
                .toList();
    }
}
