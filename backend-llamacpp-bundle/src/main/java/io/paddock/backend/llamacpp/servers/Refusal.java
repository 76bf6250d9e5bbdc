// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.io.IOException;
import java.util.Locale;

/** The ways to refuse an engine, in sentences without a path of this machine. */
final class Refusal {
    private static final int SHOWN = 100;

    private Refusal() {}

    static InferenceException of(String field, String sentence) {
        return new InferenceException(Problem.ofField(ErrorCode.ENGINE_REFUSED, field, sentence));
    }

    static InferenceException of(String sentence) {
        return new InferenceException(ErrorCode.ENGINE_REFUSED, sentence);
    }

    /** An archive that would do harm, or may; {@code name} comes from it. */
    static InferenceException unsafe(String name, String why) {
        return of("place", "the archive is refused and nothing of it is kept: its entry '" + shown(name) + "' " + why);
    }

    /** Work that the disk or the archive stopped. */
    static InferenceException failed(String work, IOException e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = said.contains("no space left") || said.contains("not enough space") || said.contains("quota");
        String why = full ? "the disk is full; free some room" : e.getClass().getSimpleName() + "; the log says more";
        return new InferenceException(Problem.of(ErrorCode.ENGINE_REFUSED, work + " failed (" + why + ")"), e);
    }

    /** A name of an archive's, fit for a message. */
    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }
}
