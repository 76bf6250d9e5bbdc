// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventCause;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.InferenceException;
import io.paddock.kernel.work.SystemTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Because ASKED = Because.of(EventCause.ASKED, "a test asked");

    private final SystemTime time = new SystemTime();
    private final ExecutorService messengers = Executors.newSingleThreadExecutor();
    private final Journal journal = new Journal(InstantSource.system(), () -> 8);
    private final Feed feed = new Feed(journal, time, messengers);

    @AfterEach
    void close() {
        feed.close();
        messengers.shutdownNow();
        time.close();
    }

    private static Note life(String instance) {
        return Note.of(EventType.INSTANCE_READY, new About("fake", instance, instance, 1L), ASKED, null);
    }

    private static Note traffic(String ref) {
        return new Note(EventType.LEASE_GRANTED, new About("fake", "i-1", "i", 1L), ASKED, ref, "anna", null);
    }

    private EventPage page(long after) {
        return journal.page(EventQuery.after(after));
    }

    private static List<Long> seqs(EventPage page) {
        return page.items().stream().map(Event::seq).toList();
    }

    private CompletableFuture<EventPage> follow(long after, String instance, Duration patience) {
        return feed.read(new EventQuery(after, 10, instance, patience));
    }

    @Test
    void numbers_rise_from_one_without_gaps_whoever_adds() throws Exception {
        Journal large = new Journal(InstantSource.system(), () -> 100_000);
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            boolean even = writer % 2 == 0;
            all.add(writers.submit(() -> {
                for (int i = 0; i < 2_000; i++) {
                    large.add(even ? life("i") : traffic("lease-" + i));
                }
            }));
        }
        for (Future<?> one : all) {
            one.get(20, TimeUnit.SECONDS);
        }
        writers.shutdown();
        List<Long> seen = new ArrayList<>();
        EventPage page = large.page(new EventQuery(0, EventQuery.MOST, null, null));
        while (!page.items().isEmpty()) {
            seen.addAll(seqs(page));
            assertEquals(0, page.lost());
            page = large.page(new EventQuery(page.next(), EventQuery.MOST, null, null));
        }
        assertEquals(LongStream.rangeClosed(1, 8_000).boxed().toList(), seen);
    }

    @Test
    void traffic_pushes_out_traffic_and_not_the_life_of_instances() {
        journal.add(life("i-1"));
        for (int i = 0; i < 1_000; i++) {
            journal.add(traffic("lease-0123456789abcdef"));
        }
        EventPage page = page(0);
        assertEquals(1L, page.items().get(0).seq());
        assertEquals(9, page.items().size());
        assertEquals(1001, page.next());
        assertEquals(992, page.lost());
    }

    @Test
    void a_page_is_cut_at_its_limit_and_the_next_one_goes_on_there() {
        for (int i = 0; i < 5; i++) {
            journal.add(life("i-" + i));
        }
        EventPage first = journal.page(new EventQuery(1, 2, null, null));
        assertEquals(List.of(2L, 3L), seqs(first));
        assertEquals(3, first.next());
        assertEquals(List.of(4L, 5L), seqs(page(first.next())));
        assertEquals(0, page(5).lost());
        assertTrue(page(5).items().isEmpty());
    }

    @Test
    void what_is_forgotten_is_said_to_be_lost() {
        for (int i = 0; i < 20; i++) {
            journal.add(life("i"));
        }
        assertEquals(12, page(0).lost());
        assertEquals(2, page(10).lost());
        assertEquals(0, page(12).lost());
    }

    @Test
    void events_of_one_instance_can_be_asked_for() {
        journal.add(life("i-1"));
        journal.add(life("i-2"));
        journal.add(life("i-1"));
        EventPage page = journal.page(new EventQuery(0, 10, "i-1", null));
        assertEquals(List.of(1L, 3L), seqs(page));
        assertEquals(0, page.lost());
    }

    @Test
    void a_number_that_was_never_reached_is_refused() {
        journal.add(life("i"));
        InferenceException refused = assertThrows(InferenceException.class, () -> page(2));
        assertEquals(ErrorCode.INVALID_VALUE, refused.code());
        assertEquals("after", refused.problem().field());
    }

    @Test
    void queries_out_of_range_are_refused_with_their_field() {
        assertEquals("after", field(-1, 1, Duration.ZERO));
        assertEquals("limit", field(0, 0, Duration.ZERO));
        assertEquals("limit", field(0, 1001, Duration.ZERO));
        assertEquals("wait_ms", field(0, 1, Duration.ofMillis(-1)));
        assertEquals("wait_ms", field(0, 1, Duration.ofMillis(60_001)));
    }

    private static String field(long after, int limit, Duration patience) {
        return assertThrows(InferenceException.class, () -> new EventQuery(after, limit, null, patience))
                .problem()
                .field();
    }

    @Test
    void a_ref_is_shown_shortened_only() {
        journal.add(traffic("lease-7c1e0b9d4f2a83561e0c9b7da4f35286"));
        Event event = page(0).items().get(0);
        assertEquals("lease-7c1e0b\u2026", event.leaseRef());
        assertFalse(event.toString().contains("9d4f2a"));
    }

    @Test
    void a_follower_gets_the_next_event_as_it_comes() throws Exception {
        CompletableFuture<EventPage> waiting = follow(0, null, Duration.ofSeconds(20));
        assertFalse(waiting.isDone());
        journal.add(life("i-1"));
        assertEquals(List.of(1L), seqs(waiting.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void a_follower_of_one_instance_is_not_woken_by_others_and_loses_nothing_to_them() throws Exception {
        CompletableFuture<EventPage> waiting = follow(0, "i-1", Duration.ofSeconds(20));
        for (int i = 0; i < 5; i++) {
            journal.add(life("i-2"));
        }
        CompletableFuture<EventPage> other = follow(4, "i-2", Duration.ZERO);
        assertEquals(1, other.get(10, TimeUnit.SECONDS).items().size());
        assertFalse(waiting.isDone());
        journal.add(life("i-1"));
        EventPage page = waiting.get(10, TimeUnit.SECONDS);
        assertEquals(List.of(6L), seqs(page));
        assertEquals(0, page.lost());
    }

    @Test
    void patience_ends_with_an_empty_page() throws Exception {
        journal.add(life("i-1"));
        EventPage page = follow(1, null, Duration.ofMillis(30)).get(10, TimeUnit.SECONDS);
        assertEquals(new EventPage(List.of(), 1, 0), page);
    }

    @Test
    void so_many_may_wait_and_no_more() throws Exception {
        List<CompletableFuture<EventPage>> waiting = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            waiting.add(follow(0, null, Duration.ofSeconds(30)));
        }
        CompletableFuture<EventPage> refused = follow(0, null, Duration.ofSeconds(30));
        assertEquals(
                ErrorCode.AT_CAPACITY,
                assertThrows(InferenceException.class, () -> join(refused)).code());
        waiting.get(0).cancel(false);
        CompletableFuture<EventPage> again = follow(0, null, Duration.ofSeconds(30));
        journal.add(life("i"));
        assertEquals(1, again.get(10, TimeUnit.SECONDS).items().size());
        for (CompletableFuture<EventPage> one : waiting.subList(1, 256)) {
            assertEquals(1, one.get(10, TimeUnit.SECONDS).items().size());
        }
    }

    private static void join(CompletableFuture<?> future) {
        try {
            future.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e.getCause() instanceof InferenceException known) {
                throw known;
            }
            throw new AssertionError(e);
        }
    }

    @Test
    void closing_lets_everybody_go() throws Exception {
        CompletableFuture<EventPage> waiting = follow(0, null, Duration.ofSeconds(30));
        feed.close();
        assertTrue(waiting.get(10, TimeUnit.SECONDS).items().isEmpty());
        assertSame(
                0,
                follow(0, null, Duration.ofSeconds(30))
                        .get(10, TimeUnit.SECONDS)
                        .items()
                        .size());
    }
}
