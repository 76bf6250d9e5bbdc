// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Note;
import io.paddock.kernel.process.Leftover;
import java.util.stream.Collectors;

/** What the journal is told of processes that outlived an earlier run. Pure. */
final class LeftoverNews {
    private LeftoverNews() {}

    /** The instance is named in words only: one of this run may have the same id. */
    static Note of(Leftover one) {
        String pids = one.pids().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String words = "process " + pids + " of " + one.instance() + " outlived the run that started it"
                + (one.gone() ? "" : ", and cannot be ended");
        Because because = Because.of(EventCause.RUNTIME_RESTARTED, words);
        return Note.of(EventType.LEFTOVER_ENDED, About.backend(null), because, null);
    }
}
