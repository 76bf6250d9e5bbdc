// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.kernel.work.Time;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What the processes of instances wrote, for look-ups from any thread; nothing blocks. */
public final class Logs {
    private final Roster roster;
    private final Time time;
    private final Executor messengers;

    /** @param messengers threads that deliver to those who wait */
    public Logs(Roster roster, Time time, Executor messengers) {
        this.roster = roster;
        this.time = time;
        this.messengers = messengers;
    }

    /** The last lines of a live or remembered instance. */
    public List<LogLine> last(String id, int tail) {
        return roster.log(id).orElseThrow(() -> unknown(id)).last(tail);
    }

    /** The next lines, as soon as there is one, or an empty page when the patience of the query ends. */
    public CompletableFuture<LogPage> read(LogQuery query) {
        try {
            Instance live = roster.live(query.instanceId());
            return live == null ? CompletableFuture.completedFuture(remembered(query)) : read(live.output(), query);
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<LogPage> read(ProcessOutput output, LogQuery query) {
        LogPage now = WrittenLog.of(output).page(query);
        boolean worthTelling = !now.items().isEmpty() || now.lost() > 0 || now.ended();
        if (worthTelling || query.after() == null || query.patience().isZero()) {
            return CompletableFuture.completedFuture(now);
        }
        return output.beyond(query.after(), query.patience(), time)
                .thenApplyAsync(woken -> WrittenLog.of(output).page(query), messengers);
    }

    /** Who follows an instance that is gone on purpose is told that this was all. */
    private LogPage remembered(LogQuery query) {
        String id = query.instanceId();
        return roster.log(id).map(log -> log.page(query)).orElseGet(() -> {
            if (query.after() == null || !roster.knew(id)) {
                throw unknown(id);
            }
            return new LogPage(List.of(), query.after(), 0, true);
        });
    }

    private static InferenceException unknown(String id) {
        return new InferenceException(
                ErrorCode.INSTANCE_NOT_FOUND,
                "there is no instance '" + id + "', and none is remembered; list the instances");
    }
}
