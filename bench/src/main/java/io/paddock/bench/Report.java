// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Table;
import java.util.List;

/**
 * What a part found.
 *
 * @param tables for people
 * @param faults failed requests, in words; a run with any has failed
 */
record Report(List<Table> tables, List<String> faults) {
    Report {
        tables = List.copyOf(tables);
        faults = List.copyOf(faults);
    }
}
