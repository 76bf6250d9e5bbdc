// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.api.Problem;
import io.paddock.kernel.process.NumberedLine;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.spi.OutputLine;
import java.util.List;
import java.util.Locale;

/**
 * What is kept of all that an instance's process wrote, as seen at one moment.
 *
 * @param lines in the order of their numbers
 * @param reached number of the last line that was written, or 0
 * @param ended whether no more will come
 */
record WrittenLog(List<NumberedLine> lines, long reached, boolean ended) {
    static WrittenLog of(ProcessOutput output) {
        boolean ended = output.over(); // first: what is written before that is among the lines
        List<NumberedLine> lines = output.lines();
        long last = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).number();
        return new WrittenLog(lines, last, ended);
    }

    /** The last {@code most} lines, cut to {@code longest} characters, of one that ended. */
    WrittenLog end(int most, int longest) {
        List<NumberedLine> cut = lines.subList(Math.max(0, lines.size() - most), lines.size()).stream()
                .map(one -> cut(one, longest))
                .toList();
        return new WrittenLog(cut, reached, true);
    }

    private static NumberedLine cut(NumberedLine one, int longest) {
        OutputLine line = one.line();
        return line.text().length() <= longest
                ? one
                : new NumberedLine(
                        one.number(), new OutputLine(line.stream(), line.text().substring(0, longest)));
    }

    /** What a query finds here; refuses a number that was never reached. */
    LogPage page(LogQuery query) {
        if (query.after() == null) {
            return new LogPage(last(query.limit()), reached, 0, ended);
        }
        long after = query.after();
        if (after > reached) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "after",
                    query.instanceId() + " has written " + reached + " lines; ask without after for the last ones"));
        }
        List<NumberedLine> newer =
                lines.stream().filter(one -> one.number() > after).toList();
        List<NumberedLine> items = newer.subList(0, Math.min(newer.size(), query.limit()));
        boolean all = items.size() == newer.size();
        long next = all ? reached : items.get(items.size() - 1).number();
        return new LogPage(shown(items), next, next - after - items.size(), ended && all);
    }

    /** The last {@code count} lines, oldest first. */
    List<LogLine> last(int count) {
        return shown(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static List<LogLine> shown(List<NumberedLine> lines) {
        return lines.stream()
                .map(NumberedLine::line)
                .map(line -> new LogLine(line.stream().name().toLowerCase(Locale.ROOT), line.text()))
                .toList();
    }
}
