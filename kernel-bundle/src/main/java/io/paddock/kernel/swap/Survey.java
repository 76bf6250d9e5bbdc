// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.InstanceSnapshot;
import io.paddock.api.StartupKind;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Looks at what there is room for. Reads files of the machine's kernel; blocks shortly. */
final class Survey {
    private final Function<String, Optional<InstanceSnapshot>> instances;
    private final IntSupplier room;
    private final Memory memory;

    Survey(Succession succession) {
        this(
                id -> succession.snapshot(id),
                () -> succession.room(),
                new Memory(Path.of("/proc"), Path.of("/sys/fs/cgroup")));
    }

    /**
     * @param instances what is to be seen of an instance, by its id
     * @param room how many more instances there may be
     * @param memory what the machine has left
     */
    Survey(Function<String, Optional<InstanceSnapshot>> instances, IntSupplier room, Memory memory) {
        this.instances = instances;
        this.room = room;
        this.memory = memory;
    }

    /**
     * What a swap of these has to do with.
     *
     * @param least bytes that the candidates take at least, or 0 when that is not known
     */
    Choice.Situation of(List<Incumbent> incumbents, long least) {
        List<InstanceSnapshot> seen = incumbents.stream()
                .map(one -> instances.apply(one.id()))
                .flatMap(Optional::stream)
                .toList();
        Duration load = seen.stream()
                .filter(one -> one.readyAt() != null)
                .map(one -> Duration.between(one.insertedAt(), one.readyAt()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new Choice.Situation(
                incumbents.size(),
                room.getAsInt(),
                Math.max(taken(seen), least),
                memory.available().orElse(-1),
                load);
    }

    private long taken(List<InstanceSnapshot> seen) {
        Stream<OptionalLong> processes = seen.stream()
                .map(InstanceSnapshot::pid)
                .filter(Objects::nonNull)
                .map(memory::of);
        // What an engine takes of the runtime's own process nobody tells: all of it is the most that it can be.
        Stream<OptionalLong> inside = seen.stream()
                .filter(one -> one.startupKind() == StartupKind.EMBEDDED)
                .limit(1)
                .map(one -> memory.own());
        return Stream.concat(processes, inside)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sum();
    }
}
