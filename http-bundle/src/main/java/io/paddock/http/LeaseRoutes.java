// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.Endpoint;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.wire.WireJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The routes below {@code /api/v1/leases}. Whoever knows a whole ref may look at its lease; refs in lists are cut. */
final class LeaseRoutes {
    private final Services services;
    private final WireJson json;

    LeaseRoutes(Services services, WireJson json) {
        this.services = services;
        this.json = json;
    }

    record Renewal(String ownerRef, Duration ttl) {
        Renewal {
            Objects.requireNonNull(ownerRef, "ownerRef is null");
        }
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/api/v1/leases", this::leases),
                Route.open("GET", "/api/v1/leases/{ref}", this::lease),
                Route.open("POST", "/api/v1/leases/{ref}/renew", this::renew),
                Route.open("DELETE", "/api/v1/leases/{ref}", this::release));
    }

    private CompletableFuture<Answer> leases(Call call) {
        Query query = Query.of(call, "owner", "instance");
        String owner = query.text("owner");
        String instance = query.text("instance");
        List<JsonNode> nodes = services.endpoints().leases().stream()
                .filter(lease -> owner == null || lease.ownerRef().equals(owner))
                .filter(lease -> instance == null || lease.instanceId().equals(instance))
                .map(json::tree)
                .map(call.isAdmin() ? node -> node : Redaction::shortenedRef)
                .toList();
        return done(Answer.json(200, json.writeItems(nodes)));
    }

    /** With the endpoint as it is now, for the owner and the admin, and never with what opens it. */
    private CompletableFuture<Answer> lease(Call call) {
        String owner = Query.of(call, "owner_ref").text("owner_ref");
        Lease lease = services.endpoints()
                .lease(call.variable("ref"))
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.LEASE_NOT_FOUND,
                        "there is no such lease, or its owner gave it back; GET /api/v1/leases lists the live ones"));
        if (owner != null && !owner.equals(lease.ownerRef())) {
            throw new InferenceException(
                    Problem.ofField(ErrorCode.NOT_LEASE_OWNER, "owner_ref", "the lease belongs to another owner"));
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("lease", lease);
        shown.put("endpoint", owner != null || call.isAdmin() ? endpoint(lease) : null);
        JsonNode node = json.tree(shown);
        return done(Answer.json(200, json.write(call.isAdmin() ? node : Redaction.withoutPaths(node))));
    }

    /** Null while nothing stands behind the lease. */
    private Endpoint endpoint(Lease lease) {
        return lease.state() == LeaseState.ACTIVE
                ? services.instances()
                        .find(lease.instanceId())
                        .map(InstanceSnapshot::endpoint)
                        .map(endpoint -> endpoint.leasedAs(
                                lease.leaseRef(), lease.context().boundaryRef()))
                        .orElse(null)
                : null;
    }

    private CompletableFuture<Answer> renew(Call call) {
        return call.body().thenCompose(body -> {
            Renewal renewal = json.read(body, Renewal.class);
            LeaseTerms terms = terms(renewal);
            return services.endpoints()
                    .renew(call.variable("ref"), terms.ownerRef(), terms.ttl())
                    .thenApply(lease -> Answer.json(200, json.write(lease)));
        });
    }

    /** The same limits as for a new lease, with the fields named as they are here. */
    private static LeaseTerms terms(Renewal renewal) {
        try {
            return new LeaseTerms(renewal.ownerRef(), renewal.ttl());
        } catch (InferenceException e) {
            Problem problem = e.problem();
            throw new InferenceException(
                    Problem.ofField(problem.code(), problem.field().replaceFirst("^lease\\.", ""), problem.detail()),
                    e);
        }
    }

    private CompletableFuture<Answer> release(Call call) {
        String owner = call.query("owner_ref");
        if (owner == null) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.MISSING_FIELD, "owner_ref", "owner_ref is missing: add ?owner_ref= and the owner"));
        }
        return services.endpoints().release(call.variable("ref"), owner).thenApply(done -> Answer.empty(204));
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
