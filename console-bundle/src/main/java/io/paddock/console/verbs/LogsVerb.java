// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Events;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Printable;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows what the process of an instance wrote, and follows it. */
@Component(service = Verb.class)
public final class LogsVerb implements Verb {
    private static final Option TAIL = Option.value(
            "--tail",
            "N",
            Choice.ANYTHING,
            "at most so many of the last lines, 1 to " + LogQuery.MOST + " (default: " + LogQuery.DEFAULT_LIMIT + ")");
    private static final Option FOLLOW =
            Option.flag("--follow", "go on with what it writes, until it ends or until interrupted");
    private static final Usage USAGE = new Usage(
            "logs",
            "shows the last lines that an instance's process wrote, known secrets masked, and follows them",
            List.of(Operand.required("INSTANCE", Choice.INSTANCE, "the instance, as paddock:instances shows it")),
            List.of(TAIL, FOLLOW, Option.JSON),
            """
            > paddock:logs llamacpp-3f9a2c81b04d-1 --tail 2
            stderr  load_model: loaded the weights in 212 ms
            stderr  main: ready
            """);

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Events events;

    @Activate
    public LogsVerb(@Reference Events events) {
        this.events = events;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        String instance = arguments.operand(0).orElseThrow();
        boolean asJson = arguments.has(Option.JSON);
        LogPage last = read(LogQuery.last(instance, tail(arguments)));
        if (arguments.has(FOLLOW)) {
            return follow(instance, last, asJson, output);
        }
        if (asJson) {
            output.out(JsonText.list(last.items()));
        } else if (last.items().isEmpty()) {
            output.out("Nothing: its process wrote nothing, or it has none of its own.\n");
        } else {
            print(last, false, output);
        }
        return VerbRunner.OK;
    }

    private LogPage read(LogQuery query) throws InterruptedException {
        return Await.answer(events.readLog(query), query.patience().plus(ANSWERED_WITHIN), "Reading the log");
    }

    /** Asks again and again, each time for a few seconds, so that an interrupt is heard. */
    private int follow(String instance, LogPage first, boolean asJson, VerbOutput output) {
        LogPage page = first;
        print(page, asJson, output);
        try {
            while (!page.ended() && !Thread.currentThread().isInterrupted()) {
                page = read(new LogQuery(instance, page.next(), LogQuery.MOST, WAIT));
                print(page, asJson, output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return VerbRunner.OK; // an interrupt is how following ends, as well as the end of the instance
    }

    private static void print(LogPage page, boolean asJson, VerbOutput output) {
        if (page.lost() > 0 && !asJson) {
            output.out("        (" + page.lost() + " lines here are no longer remembered)\n");
        }
        for (LogLine line : page.items()) {
            output.out(asJson ? JsonText.line(line) : line.stream() + "  " + Printable.line(line.text()) + "\n");
        }
    }

    private static int tail(Arguments arguments) {
        String text = arguments.value(TAIL).orElse(Integer.toString(LogQuery.DEFAULT_LIMIT));
        try {
            int tail = Integer.parseInt(text);
            if (tail >= 1 && tail <= LogQuery.MOST) {
                return tail;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw new UsageException(
                TAIL.name() + ": '" + text + "' is not a whole number from 1 to " + LogQuery.MOST + ".");
    }
}
