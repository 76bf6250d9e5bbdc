// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Paddock;
import java.net.http.HttpRequest;

/** The instance that answers for a model now. Nobody keeps a lease on it: a swap would wait until its holder had followed. */
final class ServingInstance {
    private static final String OWNER = "a-look";

    private ServingInstance() {}

    static JsonNode of(Paddock paddock, String model) throws Exception {
        Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.full(model, OWNER, 60_000));
        assertEquals(201, ensured.status(), ensured.body());
        String lease = "/api/v1/leases/" + ensured.text("/lease/lease_ref") + "?owner_ref=" + OWNER;
        Answer released =
                paddock.send(HttpRequest.newBuilder(paddock.uri(lease)).DELETE());
        assertEquals(204, released.status(), released.body());
        return paddock.get("/api/v1/instances/" + ensured.text("/instance_id")).json();
    }
}
