// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.HealthStatus;
import io.paddock.spi.Health;
import io.paddock.spi.Probe;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Asks a worker how it is. Starts no thread, so that nothing of this bundle outlives it. */
final class WorkerHealth {
    private static final int LARGEST = 64 * 1024;

    private final int port;
    private final byte[] secret;

    WorkerHealth(int port, String secret) {
        this.port = port;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What a worker said.
     *
     * @param status {@code loading}, {@code ok}, {@code failed}, or something else that no worker says
     * @param error why it failed, or the empty text
     * @param progress grows while the model loads
     * @param ours whether it is the process that got our secret
     */
    record Answer(String status, String error, long progress, boolean ours) {}

    /**
     * Asks once.
     *
     * @param budget longest time
     * @throws IOException when it is silent, too slow or interrupted
     */
    Answer ask(Duration budget) throws IOException {
        return answer(LoopbackCall.get(port, "/health", "", budget, LARGEST).json());
    }

    /**
     * Whether it is well; for a server whose process lives, or the kernel would have said so.
     *
     * @param who what it is called in the answer's text
     */
    Health check(String who, Duration budget) {
        try {
            Answer answer = ask(budget);
            boolean well = answer.ours() && answer.status().equals("ok");
            return well
                    ? new Health(HealthStatus.HEALTHY, "")
                    : new Health(HealthStatus.UNAVAILABLE, who + " said '" + answer.status() + "'");
        } catch (SocketTimeoutException e) {
            return new Health(HealthStatus.DEGRADED, who + " took longer than the check may"); // busy is not dead
        } catch (IOException e) {
            String said = e.getClass().getSimpleName();
            return new Health(HealthStatus.UNAVAILABLE, who + " does not answer (" + said + ")");
        }
    }

    /** How it is called once it is ready. */
    Probe.Ready ready(WorkerDriver.Promise promise) {
        return new Probe.Ready(
                URI.create(url("/v1")),
                Map.of("Authorization", "Bearer " + new String(secret, StandardCharsets.UTF_8)),
                promise.protocol(),
                url("/health"),
                promise.capabilities(),
                promise.metadata());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private Answer answer(JsonNode said) {
        byte[] proof = said.path("proof").asText("").getBytes(StandardCharsets.US_ASCII);
        return new Answer(
                said.path("status").asText(""),
                said.path("error").asText(""),
                said.path("progress").asLong(0),
                MessageDigest.isEqual(proof, expectedProof()));
    }

    private byte[] expectedProof() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] proof = mac.doFinal(("paddock-worker:" + port).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(proof).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
