// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.time.Duration;

/**
 * How a swap is to be done, and what the new one must prove. Null stands for what the runtime decides.
 *
 * @param strategy how; null: side by side when there is room for it
 * @param loadWithin longest time for all candidates to become ready, 1 ms to 24 h; null: 1 h
 * @param canaryWithin longest time for one canary answer, 1 ms to 1 h; null: 60 s
 * @param canaryExpects a text that the canary's answer must contain; null: any answer that is not empty
 * @param canaryPrompt what the canary asks; null: a short greeting
 * @param probation how long the new one is compared with the old one, 0 to 24 h; null: 10 s
 * @param slowest longest median time to the first byte of an answer in the probation; null: any
 * @param drain how long the old one may finish, 0 to 24 h; null: what the kernel's configuration says
 */
public record SwapTerms(
        SwapStrategy strategy,
        Duration loadWithin,
        Duration canaryWithin,
        String canaryExpects,
        String canaryPrompt,
        Duration probation,
        Duration slowest,
        Duration drain) {
    /** Everything as the runtime decides. */
    public static final SwapTerms DEFAULT = new SwapTerms(null, null, null, null, null, null, null, null);

    private static final Duration DAY = Duration.ofDays(1);

    public SwapTerms {
        between("load_within_ms", loadWithin, Duration.ofMillis(1), DAY);
        between("canary_within_ms", canaryWithin, Duration.ofMillis(1), Duration.ofHours(1));
        between("probation_ms", probation, Duration.ZERO, DAY);
        between("slowest_ms", slowest, Duration.ofMillis(1), DAY);
        between("drain_ms", drain, Duration.ZERO, DAY);
        notBlank("canary_expects", canaryExpects);
        notBlank("canary_prompt", canaryPrompt);
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "terms." + name,
                    name + " must be an integer from " + least.toMillis() + " to " + most.toMillis()));
        }
    }

    private static void notBlank(String name, String value) {
        if (value != null && (value.isBlank() || value.length() > 4096)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE, "terms." + name, name + " must be 1 to 4096 characters, not blank"));
        }
    }

    /** The same with another probation. */
    public SwapTerms withProbation(Duration limit) {
        return new SwapTerms(strategy, loadWithin, canaryWithin, canaryExpects, canaryPrompt, limit, slowest, drain);
    }

    /** The same with another strategy. */
    public SwapTerms withStrategy(SwapStrategy wanted) {
        return new SwapTerms(wanted, loadWithin, canaryWithin, canaryExpects, canaryPrompt, probation, slowest, drain);
    }
}
