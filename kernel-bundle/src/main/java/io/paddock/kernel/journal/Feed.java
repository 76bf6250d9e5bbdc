// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import io.paddock.api.ErrorCode;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers those who follow the journal. A wait is a future and an alarm, never a thread. Thread-safe. */
public final class Feed {
    private static final int MOST_WAITING = 256;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Journal journal;
    private final Time time;
    private final Executor messengers;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;

    /** @param messengers threads that look for followers and deliver */
    public Feed(Journal journal, Time time, Executor messengers) {
        this.journal = journal;
        this.time = time;
        this.messengers = messengers;
        journal.onEntry(this::added);
    }

    /** The next events, as soon as there is one, or an empty page when the patience of the query ends. */
    public CompletableFuture<EventPage> read(EventQuery query) {
        EventPage now;
        try {
            now = journal.page(query);
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (isWorthTelling(now) || query.patience().isZero() || closed) {
            return CompletableFuture.completedFuture(now);
        }
        if (followers.size() >= MOST_WAITING) {
            return CompletableFuture.failedFuture(new InferenceException(Problem.retryable(
                    ErrorCode.AT_CAPACITY, MOST_WAITING + " callers wait for events already", RETRY_AFTER)));
        }
        return follow(new Follower(query), query.patience());
    }

    private CompletableFuture<EventPage> follow(Follower follower, Duration patience) {
        followers.add(follower);
        Time.Alarm alarm = time.after(patience, () -> messengers.execute(follower::giveUp));
        Completion.on(follower.answer, (page, failure) -> {
            followers.remove(follower);
            alarm.cancel();
        });
        follower.look(); // what came before it was among the followers
        return follower.answer;
    }

    private static boolean isWorthTelling(EventPage page) {
        return !page.items().isEmpty() || page.lost() > 0;
    }

    /** One look for many entries: while it is due, further entries ask for no other. */
    private void added() {
        if (!followers.isEmpty() && looking.compareAndSet(false, true)) {
            messengers.execute(this::look);
        }
    }

    private void look() {
        looking.set(false);
        followers.forEach(Follower::look);
    }

    /** Nobody waits any more. */
    public void close() {
        closed = true;
        List.copyOf(followers).forEach(Follower::giveUp);
    }

    /** One who waits; looked for by several threads at once without harm, for the first answer counts. */
    private final class Follower {
        private final CompletableFuture<EventPage> answer = new CompletableFuture<>();
        private volatile EventQuery query;

        Follower(EventQuery query) {
            this.query = query;
        }

        void look() {
            EventPage page = journal.page(query);
            if (isWorthTelling(page)) {
                answer.complete(page);
            } else { // what was looked at need not be looked at again, and is not lost when it is forgotten
                query = new EventQuery(page.next(), query.limit(), query.instanceId(), query.patience());
            }
        }

        void giveUp() {
            answer.complete(journal.page(query));
        }
    }
}
