// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.kernel;

import io.paddock.api.Lease;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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

/** The calls that every request pays for, each sampled alone, with many leases alive or few. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class KernelCalls {

    /** One kernel for all threads. */
    @State(Scope.Benchmark)
    public static class Shared {
        /** Leases that are held by somebody else meanwhile. */
        @Param({"10", "1000", "100000"})
        public int live;

        private LeasedKernel kernel;
        private ConcurrentMap<String, Lease> map;

        /** Starts it. */
        @Setup(Level.Trial)
        public void start() {
            kernel = new LeasedKernel(live);
            map = kernel.copies();
        }

        /** Ends it. */
        @TearDown(Level.Trial)
        public void stop() {
            kernel.close();
        }
    }

    /** The lease of one measured call. */
    @State(Scope.Thread)
    public static class Mine {
        private Lease lease;
    }

    /** A lease that is there before the measured call. */
    @State(Scope.Thread)
    public static class Granted {
        private Lease lease;

        /** Not measured. */
        @Setup(Level.Invocation)
        public void ensure(Shared shared) {
            lease = shared.kernel.ensure();
        }
    }

    /** A lease that goes after the measured call. */
    @State(Scope.Thread)
    public static class Passing {
        private Lease lease;

        /** Not measured. */
        @TearDown(Level.Invocation)
        public void release(Shared shared) {
            shared.kernel.release(lease);
        }
    }

    /** The ref of a lease that lives, as it comes with a request: text that was just read, not the kernel's own. */
    @State(Scope.Thread)
    public static class Asked {
        private String ref;

        /** Not measured. */
        @Setup(Level.Invocation)
        public void choose(Shared shared) {
            ref = shared.kernel.refAsRead(ThreadLocalRandom.current().nextInt(shared.live));
        }
    }

    /** What a gateway request pays. */
    @Benchmark
    public Lease ensureAndRelease(Shared shared, Mine mine) {
        mine.lease = shared.kernel.ensure();
        shared.kernel.release(mine.lease);
        return mine.lease;
    }

    /** Joins a ready instance. */
    @Benchmark
    public Lease ensure(Shared shared, Passing passing) {
        passing.lease = shared.kernel.ensure();
        return passing.lease;
    }

    /** Gives a lease back. */
    @Benchmark
    public Lease release(Shared shared, Granted granted) {
        shared.kernel.release(granted.lease);
        return granted.lease;
    }

    /** Moves the end of one of the leases that live. */
    @Benchmark
    public Lease renew(Shared shared, Asked asked) {
        return shared.kernel.renew(asked.ref);
    }

    /** The control of {@link #renew}: what changing one lease among so many costs in a plain map, and nothing else. */
    @Benchmark
    public Lease mapControl(Shared shared, Asked asked) {
        return shared.kernel.renewIn(shared.map, asked.ref);
    }

    /** Asks whether a consumer and a backend fit. */
    @Benchmark
    public boolean compatibility(Shared shared) {
        return shared.kernel.compatible();
    }
}
