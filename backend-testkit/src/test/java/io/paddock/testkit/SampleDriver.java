// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at {@code /v1/models}, well but for its one defect. */
final class SampleDriver implements InstanceDriver {
    private static final Pattern LOCATION = Pattern.compile("(?i)\r\nLocation: (http://[^/]+)");
    private static final Duration TOO_LONG = Duration.ofSeconds(4);

    private final Defect defect;
    private final URI root;
    private final String model;
    private final String key;
    private boolean probed;
    private String failure;
    private boolean unwell;

    SampleDriver(Defect defect, URI root, String model, String key) {
        this.defect = defect;
        this.root = root;
        this.model = model;
        this.key = key;
        if (defect == Defect.D_5_3_A_THREAD_FOR_EACH_DRIVER) {
            SampleBackend.lingering();
        }
    }

    @Override
    public Probe probe(Duration budget) {
        probed = true;
        if (failure != null) {
            return new Probe.Pending(failure);
        }
        SampleHttp http = new SampleHttp(
                defect == Defect.D_3_2_WAITS_FOR_THE_HEAD ? TOO_LONG : budget,
                defect == Defect.D_3_8_WAITS_FOR_THE_BODY ? TOO_LONG : budget,
                defect == Defect.D_3_9_TAKES_EVERYTHING ? Integer.MAX_VALUE : 1 << 20,
                defect == Defect.D_3_14_DEAF_TO_INTERRUPTS);
        SampleHttp.Answer answer = http.call("GET", root, "/v1/models", key);
        if (defect == Defect.D_3_10_FOLLOWS && answer.status() == 307) {
            Matcher target = LOCATION.matcher(answer.text());
            answer = target.find() ? http.call("GET", URI.create(target.group(1)), "/v1/models", key) : answer;
        }
        return probe(defect == Defect.D_3_15_UNPACKS ? answer.unpacked() : answer);
    }

    private Probe probe(SampleHttp.Answer answer) {
        if (answer.status() == 0) {
            return pending("no answer: " + answer.text(), defect == Defect.D_3_1_SILENT_IS_FATAL);
        }
        if (answer.status() == 503) {
            return pending("loading", defect == Defect.D_3_3_LOADING_IS_FATAL);
        }
        if (answer.status() == 401 || answer.status() == 307) {
            boolean silent = defect == Defect.D_3_6_KEEPS_THE_REASON;
            return pending(silent ? "not yet" : "status " + answer.status(), false);
        }
        if (answer.status() != 200) {
            return defect == Defect.D_3_7_ANY_STATUS_WILL_DO ? ready() : pending("status " + answer.status(), false);
        }
        if (!answer.text().contains("\"object\":\"list\"")) {
            boolean text = !answer.text().contains("Content-encoding: gzip");
            return text && defect == Defect.D_3_5_ANY_TEXT_WILL_DO ? ready() : pending("no list of models", false);
        }
        return serves(answer) || defect == Defect.D_3_4_ANY_MODEL_WILL_DO ? ready() : pending("another model", false);
    }

    private Probe pending(String because, boolean fatal) {
        if (defect == Defect.D_3_13_REMEMBERS_A_FAILURE) {
            failure = because;
        }
        return fatal ? new Probe.Failed(because) : new Probe.Pending(because);
    }

    private Probe ready() {
        boolean handOn = key != null && defect != Defect.D_3_12_KEY_NOT_HANDED_ON;
        Support streaming = defect == Defect.D_3_11_PROMISES_TOO_MUCH ? Support.NO : Support.YES;
        return new Probe.Ready(
                URI.create(root + "/v1"),
                handOn ? Map.of("authorization", "Bearer " + key) : Map.of(),
                Protocol.OPENAI_CHAT_COMPLETIONS,
                null,
                Map.of(Capability.STREAMING, streaming),
                Map.of());
    }

    @Override
    public Health check(Duration budget) {
        Duration head = defect == Defect.D_4_6_WAITS_FOR_THE_HEAD ? TOO_LONG : budget;
        SampleHttp http = new SampleHttp(head, budget, 1 << 20, defect == Defect.D_4_7_DEAF_TO_INTERRUPTS);
        HealthStatus status = unwell ? HealthStatus.UNAVAILABLE : status(http.call("GET", root, "/v1/models", key));
        unwell = defect == Defect.D_4_5_NEVER_RECOVERS && status != HealthStatus.HEALTHY;
        return new Health(status, "");
    }

    private HealthStatus status(SampleHttp.Answer answer) {
        if (answer.status() == 0) {
            return defect == Defect.D_4_2_SILENT_IS_DEGRADED ? HealthStatus.DEGRADED : HealthStatus.UNAVAILABLE;
        }
        if (answer.status() == 503) {
            return defect == Defect.D_4_3_LOADING_IS_HEALTHY ? HealthStatus.HEALTHY : HealthStatus.DEGRADED;
        }
        if (answer.status() != 200 || !answer.text().contains("\"object\":\"list\"")) {
            return defect == Defect.D_4_8_UNKNOWN ? HealthStatus.UNKNOWN : HealthStatus.UNAVAILABLE;
        }
        boolean well = serves(answer) || defect == Defect.D_4_4_ANY_MODEL_IS_HEALTHY;
        return well && defect != Defect.D_4_1_NEVER_HEALTHY ? HealthStatus.HEALTHY : HealthStatus.DEGRADED;
    }

    private boolean serves(SampleHttp.Answer answer) {
        return answer.text().contains("\"id\":\"" + model + "\"");
    }

    @Override
    public void close() {
        if (defect == Defect.D_5_1_CLOSE_THROWS && !probed) {
            throw new IllegalStateException("never probed");
        }
        if (defect == Defect.D_5_2_UNLOADS_AT_THE_END) {
            new SampleHttp(Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20, false)
                    .call("POST", root, "/api/unload", key);
        }
    }

    @Override
    public String toString() {
        return "SampleDriver[" + root + (defect == Defect.D_2_4_KEY_IN_TEXT ? ", key=" + key : "") + "]";
    }
}
