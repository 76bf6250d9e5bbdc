// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Paddock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;

/** Swaps of one backend over REST. */
final class SideBySide {
    private final Paddock paddock;
    private final String backend;

    SideBySide(Paddock paddock, String backend) {
        this.paddock = paddock;
        this.backend = backend;
    }

    /** Swaps to that bundle and waits for the end; {@code terms} are members of a JSON object. */
    JsonNode swap(Path jar, String terms) throws Exception {
        Answer begun = start(jar.toString(), terms);
        if (begun.status() != 202) {
            throw new AssertionError(begun.status() + " " + begun.body());
        }
        String path = "/api/v1/swaps/" + begun.text("/swap_id");
        Eventually.holds("the end of the swap", () -> paddock.get(path).json().hasNonNull("ended_at_ms"));
        return paddock.get(path).json();
    }

    private Answer start(String source, String terms) throws IOException, InterruptedException {
        String body = "{\"backend\":\"" + backend + "\",\"source\":\"" + source + "\",\"terms\":{" + terms + "}}";
        return paddock.send(HttpRequest.newBuilder(paddock.uri("/api/v1/swaps"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + paddock.adminToken())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
