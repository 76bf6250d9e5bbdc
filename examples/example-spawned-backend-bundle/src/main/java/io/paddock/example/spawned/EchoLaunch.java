// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import io.paddock.api.SurfaceKind;
import io.paddock.example.spawned.engine.EchoEngine;
import io.paddock.spi.LaunchSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the engine's command line. */
final class EchoLaunch {
    private EchoLaunch() {}

    /** The key goes into the environment: arguments can be read by everybody on the machine. */
    static LaunchSpec of(EngineFolder engine, String model, EchoOptions options) {
        List<String> command = List.of(
                java(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                engine.classPath(),
                EchoEngine.class.getName(),
                "--port",
                LaunchSpec.PORT,
                "--model",
                model,
                "--delay-ms",
                Long.toString(options.delayMs()),
                "--end-with-input");
        return new LaunchSpec(
                command,
                null,
                Map.of(EchoEngine.KEY, LaunchSpec.SECRET),
                Set.of(EchoEngine.KEY),
                SurfaceKind.LOCAL_SUBPROCESS);
    }

    /** The program that runs this JVM. */
    private static String java() {
        Path usual = Path.of(System.getProperty("java.home"), "bin", "java");
        return ProcessHandle.current().info().command().orElse(usual.toString());
    }
}
