// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import io.paddock.api.Event;
import java.time.Instant;

/**
 * A remembered note.
 *
 * @param seq its number
 * @param at when it was taken
 * @param note what is remembered
 */
record Entry(long seq, Instant at, Note note) {
    private static final int REF_SHOWN = 12;

    /** The beginning of a ref: enough to tell two apart, too little to use. */
    static String shortened(String ref) {
        return ref == null || ref.length() <= REF_SHOWN ? ref : ref.substring(0, REF_SHOWN) + "\u2026";
    }

    /** What the world may see of it. */
    Event event() {
        About about = note.about();
        Because because = note.because();
        return new Event(
                seq,
                at,
                note.type(),
                because.words(),
                because.code(),
                because.seq() == 0 ? null : Long.valueOf(because.seq()),
                about.backend(),
                about.instanceId(),
                about.endpointId(),
                about.generation(),
                shortened(note.lease()),
                note.owner(),
                about.swapId(),
                note.detail());
    }

    boolean concerns(String instanceId) {
        return instanceId.equals(note.about().instanceId());
    }
}
