// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

/**
 * How a process ended.
 *
 * @param status as the JDK reports it: the exit code, or 128 plus the signal that ended it
 * @param portTaken whether another process listens on the port that it was given
 * @param lost why its end was not seen, as the end of a sentence, or the empty text; then the status means nothing
 */
public record ExitFacts(int status, boolean portTaken, String lost) {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;

    /** It ended, and its port is nobody's. */
    public ExitFacts(int status) {
        this(status, false);
    }

    /** Its end was seen. */
    public ExitFacts(int status, boolean portTaken) {
        this(status, portTaken, "");
    }

    /** The signal that most likely ended it, or 0 when it ended by itself. */
    public int signal() {
        return status > SIGNAL_BASE && status <= SIGNAL_BASE + LAST_SIGNAL ? status - SIGNAL_BASE : 0;
    }

    /** In words, for example {@code ended with exit code 3} or {@code was ended by signal 9 (KILL)}. */
    public String inWords() {
        if (!lost.isEmpty()) {
            return lost;
        }
        return signal() == 0 ? "ended with exit code " + status : "was ended by signal " + signal() + nickname();
    }

    /** What that most likely means, as the end of a sentence, or the empty text. */
    public String meaning() {
        if (portTaken) {
            return "another process took its port";
        }
        return switch (signal()) {
            case 4 -> "its program was built for another processor";
            case 9 -> "the system kills like this when memory runs out; use a smaller model or context";
            default -> "";
        };
    }

    private String nickname() {
        return switch (signal()) {
            case 2 -> " (INT)";
            case 4 -> " (ILL)";
            case 6 -> " (ABRT)";
            case 9 -> " (KILL)";
            case 11 -> " (SEGV)";
            case 15 -> " (TERM)";
            default -> "";
        };
    }
}
