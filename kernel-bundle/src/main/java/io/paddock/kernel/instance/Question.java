// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

/** What a driver is asked. */
enum Question {
    /** Ready? */
    PROBE,
    /** Still well? */
    CHECK
}
