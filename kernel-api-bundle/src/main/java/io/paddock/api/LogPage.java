// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;

/**
 * Lines of an instance's process in the order they were written.
 *
 * @param items the lines
 * @param next what to ask for as {@code after} to go on
 * @param lost how many lines between the asked number and {@code next} are no longer remembered; 0 when none is missing
 * @param ended whether no more will come after {@code next}
 */
public record LogPage(List<LogLine> items, long next, long lost, boolean ended) {
    public LogPage {
        items = List.copyOf(items);
    }
}
