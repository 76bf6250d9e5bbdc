// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

/** One way to break each rule; the number is the rule's. */
enum Defect {
    NONE,
    D_1_1_MANIFEST_CHANGES,
    D_1_2_ID_WITH_UNDERSCORE,
    D_1_3_CLAIMS_TO_BE_A_CLIENT,
    D_1_4_MODE_WITHOUT_STARTUP_KIND,
    D_1_5_OPTION_DECLARED_TWICE,
    D_1_6_OPTION_NOT_DECLARED,
    D_2_1_PLAN_CALLS_THE_SERVER,
    D_2_2_KEY_OF_THE_OBJECT,
    D_2_3_MODEL_NOT_IN_KEY,
    D_2_4_KEY_IN_TEXT,
    D_2_5_BROKEN_WISH_ACCEPTED,
    D_2_6_PLAN_STARTS_A_THREAD,
    D_2_7_PLAN_FOR_ONE_THREAD_ONLY,
    D_2_8_STARTUP_KIND_NOT_DECLARED,
    D_3_1_SILENT_IS_FATAL,
    D_3_2_WAITS_FOR_THE_HEAD,
    D_3_3_LOADING_IS_FATAL,
    D_3_4_ANY_MODEL_WILL_DO,
    D_3_5_ANY_TEXT_WILL_DO,
    D_3_6_KEEPS_THE_REASON,
    D_3_7_ANY_STATUS_WILL_DO,
    D_3_8_WAITS_FOR_THE_BODY,
    D_3_9_TAKES_EVERYTHING,
    D_3_10_FOLLOWS,
    D_3_11_PROMISES_TOO_MUCH,
    D_3_12_KEY_NOT_HANDED_ON,
    D_3_13_REMEMBERS_A_FAILURE,
    D_3_14_DEAF_TO_INTERRUPTS,
    D_4_1_NEVER_HEALTHY,
    D_4_2_SILENT_IS_DEGRADED,
    D_4_3_LOADING_IS_HEALTHY,
    D_4_4_ANY_MODEL_IS_HEALTHY,
    D_4_5_NEVER_RECOVERS,
    D_4_6_WAITS_FOR_THE_HEAD,
    D_4_7_DEAF_TO_INTERRUPTS,
    D_4_8_UNKNOWN,
    D_5_1_CLOSE_THROWS,
    D_5_2_UNLOADS_AT_THE_END,
    D_5_3_A_THREAD_FOR_EACH_DRIVER,
    D_5_4_LAUNCHES_SOMETHING_ELSE,
    D_6_1_NEVER_WELL,
    D_6_2_GOES_ON_AFTER_ITS_END;

    /** The beginning of the name of the rule that it breaks. */
    String rule() {
        String[] words = name().split("_", 4);
        return "rule_" + words[1] + "_" + words[2] + "_";
    }
}
