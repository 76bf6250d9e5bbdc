// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory Linux's control groups leave this process and its children: those of version 1 where they have the
 * memory, else those of version 2. Reads files; blocks shortly.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">version 2</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">version 1</a>
 */
final class ControlGroups {
    /**
     * Where a version tells what.
     *
     * @param folder of the memory, in that of all groups
     * @param limit file with what may be taken at most, a word where that is not limited
     * @param taken file with what is taken, files that are only kept at hand among it
     * @param kept those, as {@code memory.stat} names them
     */
    private record Version(String folder, String limit, String taken, List<String> kept) {}

    private static final Version ONE = new Version(
            "memory",
            "memory.limit_in_bytes",
            "memory.usage_in_bytes",
            List.of("total_active_file", "total_inactive_file"));
    private static final Version TWO = new Version(
            "", "memory.max", "memory.current", List.of("active_file", "inactive_file", "slab_reclaimable"));

    private final Path proc;
    private final Path groups;

    /**
     * @param proc where the kernel of the machine tells, {@code /proc}
     * @param groups where its control groups are, {@code /sys/fs/cgroup}
     */
    ControlGroups(Path proc, Path groups) {
        this.proc = proc;
        this.groups = groups;
    }

    /** Bytes that could be taken before the tightest of the groups is full; unknown where none has a limit. */
    OptionalLong available() {
        try (Stream<String> lines = Files.lines(proc.resolve("self").resolve("cgroup"))) {
            List<String[]> mine = lines.map(line -> line.split(":", 3))
                    .filter(parts -> parts.length == 3)
                    .toList();
            boolean first = mine.stream().anyMatch(ControlGroups::isMemory);
            Version version = first ? ONE : TWO;
            return mine.stream()
                    .filter(first ? ControlGroups::isMemory : ControlGroups::isUnified)
                    .flatMap(parts -> folders(version, parts[2]).stream())
                    .map(folder -> left(version, folder))
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .min();
        } catch (IOException | RuntimeException e) { // RuntimeException: a line that is no text, a path that is none
            return OptionalLong.empty();
        }
    }

    private static boolean isMemory(String[] parts) {
        return Arrays.asList(parts[1].split(",")).contains("memory");
    }

    private static boolean isUnified(String[] parts) {
        return parts[0].equals("0");
    }

    /** The group and those above it; in a container its own path is often not to be seen, and the topmost is its own. */
    private List<Path> folders(Version version, String path) {
        Path top = groups.resolve(version.folder()).normalize();
        Path own = top.resolve(path.substring(1)).normalize();
        List<Path> folders = new ArrayList<>();
        for (Path each = own; each != null && each.startsWith(top); each = each.getParent()) {
            folders.add(each);
        }
        return folders.isEmpty() ? List.of(top) : folders;
    }

    private static OptionalLong left(Version version, Path folder) {
        OptionalLong limit = number(folder.resolve(version.limit()));
        OptionalLong taken = number(folder.resolve(version.taken()));
        if (limit.isEmpty() || taken.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, limit.getAsLong() - taken.getAsLong() + kept(version, folder)));
    }

    private static long kept(Version version, Path folder) {
        try (Stream<String> lines = Files.lines(folder.resolve("memory.stat"))) {
            return lines.map(line -> line.split(" ", 2))
                    .filter(parts -> parts.length == 2 && version.kept().contains(parts[0]))
                    .mapToLong(parts -> Long.parseLong(parts[1].strip()))
                    .sum();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
