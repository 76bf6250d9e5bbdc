// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Events;
import io.paddock.api.LogLine;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Printable;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows what the process of an instance wrote. */
@Component(service = Verb.class)
public final class LogsVerb implements Verb {
    private static final int MOST = 200;
    private static final Option TAIL =
            Option.value("--tail", "N", Choice.ANYTHING, "at most so many lines, 1 to " + MOST + " (default: 100)");
    private static final Usage USAGE = new Usage(
            "logs",
            "shows the last lines that an instance's process wrote, known secrets masked",
            List.of(Operand.required("INSTANCE", Choice.INSTANCE, "the instance, as paddock:instances shows it")),
            List.of(TAIL, Option.JSON),
            """
            > paddock:logs llamacpp-3f9a2c81b04d-1 --tail 2
            stderr  load_model: loaded the weights in 212 ms
            stderr  main: ready
            """);

    private static final int STANDARD = 100;

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
    public int run(Arguments arguments, VerbOutput output) {
        List<LogLine> log = events.log(arguments.operand(0).orElseThrow(), tail(arguments));
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(log));
        } else if (log.isEmpty()) {
            output.out("Nothing: its process wrote nothing, or it has none of its own.\n");
        } else {
            log.forEach(line -> output.out(line.stream() + "  " + Printable.line(line.text()) + "\n"));
        }
        return VerbRunner.OK;
    }

    private static int tail(Arguments arguments) {
        String text = arguments.value(TAIL).orElse(Integer.toString(STANDARD));
        try {
            int tail = Integer.parseInt(text);
            if (tail >= 1 && tail <= MOST) {
                return tail;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw new UsageException(TAIL.name() + ": '" + text + "' is not a whole number from 1 to " + MOST + ".");
    }
}
