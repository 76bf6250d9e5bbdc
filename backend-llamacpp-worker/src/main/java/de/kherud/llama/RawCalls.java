// SPDX-License-Identifier: Apache-2.0
package de.kherud.llama;

/**
 * The native calls below {@link LlamaModel}'s public methods. They take the whole request as JSON, which the public
 * methods do not: prompts with token ids, and tokens whose text is kept.
 */
public final class RawCalls {
    private RawCalls() {}

    /**
     * Queues a completion.
     *
     * @param json a well-formed JSON object; anything else ends the process
     * @return number of the task
     * @throws LlamaException when the request is refused
     */
    public static int request(LlamaModel model, String json) {
        return model.requestCompletion(json);
    }

    /**
     * Waits for the task's next output. After {@link #cancel} it would wait for ever, so both belong to one thread.
     *
     * @throws LlamaException when the task failed; it is over then
     */
    public static LlamaOutput receive(LlamaModel model, int task) {
        return model.receiveCompletion(task);
    }

    /** Whether the task is over with this output. */
    public static boolean isLast(LlamaOutput output) {
        return output.stop;
    }

    /** Ends a task early and frees its slot. */
    public static void cancel(LlamaModel model, int task) {
        model.cancelCompletion(task);
    }
}
