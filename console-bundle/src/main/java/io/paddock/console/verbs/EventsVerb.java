// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Event;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.Events;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.Printable;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows what happened, and follows what happens. */
@Component(service = Verb.class)
public final class EventsVerb implements Verb {
    private static final Option AFTER = Option.value(
            "--after", "N", Choice.ANYTHING, "only events with a greater number (default: the latest ones)");
    private static final Option LIMIT =
            Option.value("--limit", "N", Choice.ANYTHING, "at most so many, 1 to 1000 (default: 50)");
    private static final Option INSTANCE =
            Option.value("--instance", "ID", Choice.INSTANCE, "only those of this instance");
    private static final Option FOLLOW = Option.flag("--follow", "go on with what happens, until interrupted");
    private static final Usage USAGE = new Usage(
            "events",
            "shows what happened in the runtime, and follows it",
            List.of(),
            List.of(AFTER, LIMIT, INSTANCE, FOLLOW, Option.JSON),
            """
            > paddock:events --after 2
               SEQ  TIME          TYPE                     WHAT
                 3  14:02:09.810  instance_planned         llamacpp-3f9a2c81b04d-1: 'run-123' asked for paddock-demo
                 4  14:02:09.812  instance_starting        llamacpp-3f9a2c81b04d-1: it was its turn to start
                 5  14:02:10.377  instance_ready           llamacpp-3f9a2c81b04d-1: it answers and is well
            """);

    private static final int STANDARD = 50;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Events events;
    private final ZoneId zone;

    @Activate
    public EventsVerb(@Reference Events events) {
        this(events, ZoneId.systemDefault());
    }

    EventsVerb(Events events, ZoneId zone) {
        this.events = events;
        this.zone = zone;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        int limit = (int) number(arguments, LIMIT, STANDARD, 1, EventQuery.MOST);
        String instance = arguments.value(INSTANCE).orElse(null);
        EventPage page = arguments.value(AFTER).isPresent()
                ? read(new EventQuery(number(arguments, AFTER, 0, 0, Long.MAX_VALUE), limit, instance, null))
                : latest(limit, instance);
        boolean follow = arguments.has(FOLLOW);
        if (arguments.has(Option.JSON) && !follow) {
            output.out(JsonText.value(page));
            return VerbRunner.OK;
        }
        print(page, arguments, output);
        return follow ? follow(page.next(), instance, arguments, output) : VerbRunner.OK;
    }

    private EventPage read(EventQuery query) throws InterruptedException {
        return Await.answer(events.read(query), query.patience().plus(ANSWERED_WITHIN), "Reading the events");
    }

    /** The last ones of all that are remembered. */
    private EventPage latest(int limit, String instance) throws InterruptedException {
        Deque<Event> last = new ArrayDeque<>();
        EventPage page = new EventPage(List.of(), 0, 0);
        long before = -1;
        while (page.next() > before) {
            before = page.next();
            page = read(new EventQuery(before, EventQuery.MOST, instance, null));
            for (Event event : page.items()) {
                last.addLast(event);
                if (last.size() > limit) {
                    last.removeFirst();
                }
            }
        }
        return new EventPage(List.copyOf(last), page.next(), 0);
    }

    private void print(EventPage page, Arguments arguments, VerbOutput output) {
        if (arguments.has(Option.JSON)) {
            page.items().forEach(event -> output.out(JsonText.line(event)));
            return;
        }
        output.out(line("SEQ", "TIME", "TYPE", "WHAT"));
        lost(page, output);
        page.items().forEach(event -> output.out(line(event)));
    }

    /** Asks again and again, each time for a few seconds, so that an interrupt is heard. */
    private int follow(long after, String instance, Arguments arguments, VerbOutput output) {
        long next = after;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                EventPage page = read(new EventQuery(next, EventQuery.MOST, instance, WAIT));
                next = page.next();
                if (arguments.has(Option.JSON)) {
                    page.items().forEach(event -> output.out(JsonText.line(event)));
                } else {
                    lost(page, output);
                    page.items().forEach(event -> output.out(line(event)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return VerbRunner.OK; // an interrupt is how following ends
    }

    private static void lost(EventPage page, VerbOutput output) {
        if (page.lost() > 0) {
            output.out("        (" + page.lost() + " events here are no longer remembered)\n");
        }
    }

    private String line(Event event) {
        return line(
                Long.toString(event.seq()),
                ClockText.of(event.at(), zone),
                event.type().wireName(),
                what(event));
    }

    private static String line(String seq, String time, String type, String what) {
        return String.format(Locale.ROOT, "%6s  %-12s  %-23s  %s%n", seq, time, type, Printable.line(what))
                .replace(System.lineSeparator(), "\n");
    }

    private static String what(Event event) {
        String subject = subject(event);
        String detail = event.detail() == null ? "" : " (" + event.detail() + ")";
        return (subject == null ? "" : subject + ": ") + event.cause() + detail;
    }

    private static String subject(Event event) {
        if (event.leaseRef() != null) {
            String where = event.instanceId() == null ? "" : " on " + event.instanceId();
            return event.leaseRef() + " of " + event.ownerRef() + where;
        }
        if (event.instanceId() != null) {
            return event.instanceId();
        }
        if (event.swapId() != null) {
            return event.swapId() + " of " + event.backend();
        }
        return event.backend() != null ? event.backend() : event.ownerRef();
    }

    private static long number(Arguments arguments, Option option, long standard, long least, long most) {
        String text = arguments.value(option).orElse(null);
        if (text == null) {
            return standard;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        String range = most == Long.MAX_VALUE ? "from " + least : "from " + least + " to " + most;
        throw new UsageException(option.name() + ": '" + text + "' is not a whole number " + range + ".");
    }
}
