// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * The server-sent events of a body, each with the time its end arrived.
 *
 * @param all the events in order, comments left out
 * @param cut whether bytes are left over that end no event
 */
public record SseEvents(List<Event> all, boolean cut) {
    public SseEvents {
        all = List.copyOf(all);
    }

    /**
     * One event.
     *
     * @param data its data lines, joined by line breaks
     * @param nanos when its last byte was read
     */
    public record Event(String data, long nanos) {}

    /** Splits the body of {@code trace} at its empty lines. */
    public static SseEvents of(StreamTrace trace) {
        byte[] body = trace.body();
        List<Event> events = new ArrayList<>();
        List<String> data = new ArrayList<>();
        int lineStart = 0;
        int eventStart = 0;
        int arrival = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] != '\n') {
                continue;
            }
            String line = line(body, lineStart, i);
            lineStart = i + 1;
            if (line.startsWith("data:")) {
                data.add(line.startsWith("data: ") ? line.substring(6) : line.substring(5));
            } else if (line.isEmpty()) {
                arrival = arrivalOf(i + 1, trace.arrivals(), arrival);
                if (!data.isEmpty()) {
                    events.add(new Event(
                            String.join("\n", data),
                            trace.arrivals().get(arrival).nanos()));
                }
                data.clear();
                eventStart = i + 1;
            }
        }
        return new SseEvents(events, eventStart < body.length);
    }

    private static String line(byte[] body, int start, int end) {
        int last = end > start && body[end - 1] == '\r' ? end - 1 : end;
        return new String(body, start, last - start, UTF_8);
    }

    private static int arrivalOf(int bodyEnd, List<StreamTrace.Arrival> arrivals, int from) {
        int at = from;
        while (arrivals.get(at).bodyEnd() < bodyEnd) {
            at++;
        }
        return at;
    }
}
