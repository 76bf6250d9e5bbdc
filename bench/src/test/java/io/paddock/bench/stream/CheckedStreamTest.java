// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedStreamTest {
    private static final String ROLE = event("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}");
    private static final String FINISH = event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
    private static final String USAGE = event("{\"choices\":[],\"usage\":{\"completion_tokens\":2}}");
    private static final String DONE = event("[DONE]");

    @Test
    void a_whole_answer_has_its_text_its_times_and_no_fault() {
        CheckedStream stream = CheckedStream.of(
                trace(ROLE, content("a:0 "), ": comment\n\n", content("a:1 "), FINISH, USAGE, DONE), "a:0 a:1 ");

        assertNull(stream.fault());
        assertEquals("a:0 a:1 ", stream.text());
        assertEquals(2, stream.usageTokens());
        // Reads arrive at 1001, 1002, ...; the first content is the second of them.
        assertEquals(List.of(1002L, 1004L), stream.pieceNanos());
        assertEquals(2, stream.firstNanos());
        assertEquals(1004, stream.endNanos());
    }

    @Test
    void an_event_counts_when_its_end_arrives() {
        String content = content("x");
        CheckedStream stream =
                CheckedStream.of(trace(content.substring(0, 9), content.substring(9), FINISH + DONE), "x");

        assertNull(stream.fault());
        assertEquals(List.of(1002L), stream.pieceNanos());
    }

    @Test
    void lost_doubled_and_foreign_tokens_are_faults() {
        for (String wrong : List.of("a:1 ", "a:0 a:0 ", "b:0 ")) {
            CheckedStream stream = CheckedStream.of(trace(content(wrong), FINISH, DONE), "a:0 ");
            assertTrue(stream.fault().startsWith("content differs"), stream.fault());
        }
    }

    @Test
    void an_answer_that_is_cut_is_a_fault_even_when_its_content_is_right() {
        assertEquals("no [DONE]", fault(content("x"), FINISH));
        assertEquals("0 finish reasons", fault(content("x"), DONE));
        assertEquals("bytes after the last event", fault(content("x"), FINISH, DONE, "data: "));
        assertEquals("an event after [DONE]", fault(content("x"), FINISH, DONE, DONE));
        assertEquals("an event that is not JSON", fault("data: {\n\n"));
    }

    @Test
    void an_error_within_the_stream_and_an_empty_answer_are_faults() {
        assertTrue(fault(event("{\"error\":{\"message\":\"broke\"}}")).contains("broke"));
        assertEquals(
                "no content", CheckedStream.of(trace(ROLE, FINISH, DONE), null).fault());
    }

    @Test
    void a_status_other_than_200_is_a_fault_with_its_number() {
        StreamTrace refused = new StreamTrace(503, new byte[0], List.of(), 0, null);

        assertEquals("status 503", CheckedStream.of(refused, null).fault());
    }

    @Test
    void a_broken_connection_stays_a_fault_though_the_text_is_whole() {
        StreamTrace whole = trace(content("x"), FINISH, DONE);
        StreamTrace broken = new StreamTrace(200, whole.body(), whole.arrivals(), 1000, "broke off");

        assertEquals("broke off", CheckedStream.of(broken, "x").fault());
    }

    private static String fault(String... parts) {
        return CheckedStream.of(trace(parts), "x").fault();
    }

    private static StreamTrace trace(String... reads) {
        String body = "";
        List<StreamTrace.Arrival> arrivals = new ArrayList<>();
        for (String read : reads) {
            body += read;
            arrivals.add(new StreamTrace.Arrival(body.getBytes(UTF_8).length, 1001 + arrivals.size()));
        }
        return new StreamTrace(200, body.getBytes(UTF_8), arrivals, 1000, null);
    }

    private static String content(String text) {
        return event("{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}");
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }
}
