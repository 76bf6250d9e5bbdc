// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.SurfaceKind;
import io.paddock.kernel.Rig;
import io.paddock.kernel.work.SystemTime;
import io.paddock.spi.LaunchSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A runtime in a JVM of its own that launches children and waits for a sudden end. */
final class DoomedRuntime implements AutoCloseable {
    /** How its children are protected. */
    enum Protected {
        WHOLLY,
        BY_GUARD,
        BY_LIST,
        NOT_AT_ALL
    }

    private static final String CHILD = "child ";
    private static final String ALL = "all launched";

    private final Process process;
    final List<ProcessHandle> children;

    private DoomedRuntime(Process process, List<ProcessHandle> children) {
        this.process = process;
        this.children = children;
    }

    /** Arguments: folder of the records, protection, how many children, line for a shell. Each child prints pids. */
    public static void main(String[] args) throws Exception {
        Protection protection = switch (Protected.valueOf(args[1])) {
            case WHOLLY -> Protection.whole();
            case BY_GUARD -> Protection.guardedAlone(Guard.Kind.BY_MARK);
            case BY_LIST -> Protection.guardedAlone(Guard.Kind.BY_LIST);
            case NOT_AT_ALL -> Protection.guardedAlone(null);
        };
        Launcher launcher = new Launcher(new SystemTime(), new ChildRecords(Path.of(args[0])), protection);
        LaunchSpec spec =
                new LaunchSpec(List.of("sh", "-c", args[3]), null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            ProcessOutput output = new ProcessOutput("doomed-" + i);
            long pid = launcher.launch("doomed-" + i, spec, output)
                    .get()
                    .launched()
                    .pid();
            System.out.println(CHILD + pid);
            Rig.await("its line", () -> output.reached() > 0);
            output.last(10).forEach(line -> System.out.println(CHILD + line.text()));
        }
        System.out.println(ALL);
        new CountDownLatch(1).await();
    }

    /** Starts it; answers when all children run. Numbers that they print count as children too. */
    static DoomedRuntime start(Path folder, Protected how, int count, String line) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedRuntime.class.getName(),
                        folder.toString(),
                        how.name(),
                        Integer.toString(count),
                        line)
                .redirectErrorStream(true)
                .start();
        List<ProcessHandle> children = new ArrayList<>();
        List<String> said = new ArrayList<>();
        BufferedReader lines = process.inputReader();
        for (String one = lines.readLine(); !ALL.equals(one); one = lines.readLine()) {
            if (one == null) {
                process.destroyForcibly();
                throw new IOException("it launched nothing: " + said);
            }
            said.add(one);
            if (one.startsWith(CHILD)) {
                ProcessHandle.of(Long.parseLong(one.substring(CHILD.length()))).ifPresent(children::add);
            }
        }
        return new DoomedRuntime(process, List.copyOf(children));
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    void signal(String name) throws IOException, InterruptedException {
        signal(process.toHandle(), name);
    }

    static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor(20, TimeUnit.SECONDS);
    }

    List<ProcessHandle> running() {
        return children.stream().filter(ProcessTable::runs).toList();
    }

    /** How long until all are gone, in milliseconds. */
    long goneWithin() {
        long start = System.nanoTime();
        Rig.await("all children to go", () -> running().isEmpty());
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
