// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * Where the time of an ensure went, in milliseconds. What lies between is read from events, which know the wall clock to
 * the millisecond.
 *
 * @param plan from the call until an instance was planned
 * @param turn from there until it was being started
 * @param load from there until it was proven ready
 * @param whole from the call to the answer
 */
public record StartPhases(double plan, double turn, double load, double whole) {
    /**
     * Reads them.
     *
     * @param called wall-clock time of the call, in milliseconds
     */
    public static StartPhases of(double called, double whole, JsonNode events) throws IOException {
        double planned = at(events, "instance_planned");
        double starting = at(events, "instance_starting");
        double ready = at(events, "instance_ready");
        return new StartPhases(planned - called, starting - planned, ready - starting, whole);
    }

    /** From ready to the answer. */
    public double answer() {
        return whole - plan - turn - load;
    }

    private static double at(JsonNode events, String type) throws IOException {
        for (JsonNode event : events) {
            if (event.path("type").asText().equals(type)) {
                return event.path("at_ms").asDouble();
            }
        }
        throw new IOException("there is no event " + type);
    }
}
