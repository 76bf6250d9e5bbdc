// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.kernel;

import io.paddock.api.Lease;
import io.paddock.store.DurableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The calls about leases that survive a restart: each is answered when its change is in the file. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1) // else ten leases are measured colder than many, whose grants warm up too
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class StoredCalls {

    /** One kernel and its store for all threads. */
    @State(Scope.Benchmark)
    public static class Shared {
        /** Leases that are kept meanwhile. */
        @Param({"10", "1000", "100000"})
        public int live;

        private Path folder;
        private DurableStore store;
        private LeasedKernel kernel;

        /** Starts it. */
        @Setup(Level.Trial)
        public void start() throws IOException {
            folder = Files.createTempDirectory("paddock-bench-");
            store = new DurableStore(folder);
            kernel = new LeasedKernel(live, store);
        }

        /** Ends it, and sees to it that something was kept at all. */
        @TearDown(Level.Trial)
        public void stop() throws IOException {
            kernel.close();
            store.close();
            try (DurableStore again = new DurableStore(folder)) {
                int kept = again.restore().leases().size();
                if (kept != live) {
                    throw new IllegalStateException(kept + " leases were kept, not " + live);
                }
            }
            delete(folder);
        }

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
                for (Path one : deepestFirst) {
                    Files.delete(one);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    /** A lease from its grant to its end: two changes, one after the other. */
    @Benchmark
    public Lease ensureAndRelease(Shared shared) {
        Lease lease = shared.kernel.ensure();
        shared.kernel.release(lease);
        return lease;
    }

    /** Moves the end of one of the leases that live. */
    @Benchmark
    public Lease renew(Shared shared) {
        return shared.kernel.renew(
                shared.kernel.refAsRead(ThreadLocalRandom.current().nextInt(shared.live)));
    }
}
