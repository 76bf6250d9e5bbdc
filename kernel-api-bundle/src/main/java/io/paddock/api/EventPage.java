// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;

/**
 * Events in the order of their numbers.
 *
 * @param items the events
 * @param next what to ask for as {@code after} to go on
 * @param lost how many events between the asked number and {@code next} are no longer remembered; 0 when none is missing
 */
public record EventPage(List<Event> items, long next, long lost) {
    public EventPage {
        items = List.copyOf(items);
    }
}
