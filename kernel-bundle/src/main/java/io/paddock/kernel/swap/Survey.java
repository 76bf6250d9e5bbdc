// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.InstanceSnapshot;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at what there is room for. Reads files of the machine's kernel; blocks shortly. */
final class Survey {
    private final Succession succession;
    private final Memory memory = new Memory(Path.of("/proc"));

    Survey(Succession succession) {
        this.succession = succession;
    }

    /**
     * What a swap of these has to do with.
     *
     * @param least bytes that the candidates take at least, or 0 when that is not known
     */
    Choice.Situation of(List<Incumbent> incumbents, long least) {
        List<InstanceSnapshot> seen = incumbents.stream()
                .map(one -> succession.snapshot(one.id()))
                .flatMap(Optional::stream)
                .toList();
        long taken = seen.stream()
                .map(InstanceSnapshot::pid)
                .filter(Objects::nonNull)
                .map(memory::of)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sum();
        Duration load = seen.stream()
                .filter(one -> one.readyAt() != null)
                .map(one -> Duration.between(one.insertedAt(), one.readyAt()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new Choice.Situation(
                incumbents.size(),
                succession.room(),
                Math.max(taken, least),
                memory.available().orElse(-1),
                load);
    }
}
