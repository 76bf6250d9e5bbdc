// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.paddock.api.SurfaceKind;
import io.paddock.kernel.Rig;
import io.paddock.kernel.work.SystemTime;
import io.paddock.spi.LaunchSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ParentDeathTest {
    /** A runtime of its own: launches a child that does not care about its input, and says its process id. */
    public static void main(String[] args) throws Exception {
        LaunchSpec spec =
                new LaunchSpec(List.of("sleep", "60"), null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
        Launcher launcher = new Launcher(new SystemTime(), null);
        ChildProcess child =
                launcher.launch("orphan-1", spec, new ProcessOutput("orphan-1")).get();
        System.out.println("child " + child.launched().pid());
        new CountDownLatch(1).await();
    }

    @Test
    void a_killed_runtime_takes_its_children_with_it() throws IOException {
        requireSetpriv();
        Process runtime = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentDeathTest.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = runtime.inputReader()) {
            ProcessHandle child = ProcessHandle.of(childOf(said)).orElseThrow();
            assertTrue(runs(child));
            runtime.destroyForcibly();
            Rig.await("the child to die", () -> !runs(child));
        } finally {
            runtime.destroyForcibly();
        }
    }

    private static long childOf(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("child ")) {
                return Long.parseLong(line.substring("child ".length()));
            }
        }
        return fail("the runtime launched nothing");
    }

    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static void requireSetpriv() {
        boolean there = !new ParentDeath().prefix().isEmpty();
        if (!there && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            fail("this test needs Linux and a setpriv that knows --pdeathsig");
        }
        Assumptions.assumeTrue(there, "needs Linux and a setpriv that knows --pdeathsig (util-linux)");
    }
}
